import { z } from "zod";
import { open } from "../../permitted.ts";
import { acceptInvitation } from "../../usecases/accept-invitation.ts";
import { personName, token } from "../input.ts";

const PASSWORD_LENGTH_MAX = 200;

/**
 * Joins the workspace that the link names, once. A new address sets its password; a known one proves
 * its own, so that a stolen link alone opens nobody's account.
 */
export const accept = open("The invited person has no account yet; the token in the link is the proof.")
  .input(z.object({ token, name: personName, password: z.string().min(1).max(PASSWORD_LENGTH_MAX) }))
  .mutation(({ ctx, input }): Promise<{ readonly workspaceKey: string; readonly email: string }> => acceptInvitation(ctx, input));
