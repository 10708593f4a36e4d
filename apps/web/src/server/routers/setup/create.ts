import { z } from "zod";
import { open } from "../../permitted.ts";
import { createFirstOwner } from "../../usecases/create-first-owner.ts";
import { email, password, personName } from "../input.ts";

/** The first person becomes owner of a new workspace. SQL admits it only while there is no person at all. */
export const create = open("The first person can't sign in before they exist; SQL admits it once.")
  .input(z.object({ name: personName, email, password, workspaceName: personName }))
  .mutation(({ ctx, input }): Promise<{ readonly workspaceKey: string }> => createFirstOwner(ctx, input));
