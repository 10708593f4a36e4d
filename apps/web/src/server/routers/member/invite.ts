import { z } from "zod";
import type { InvitationCreated } from "../../contract/member.ts";
import { permitted } from "../../permitted.ts";
import { inviteMember } from "../../usecases/invite-member.ts";
import { email, role } from "../input.ts";

export const invite = permitted("member.invite")
  .input(z.object({ email, role }))
  .mutation(({ ctx, input }): Promise<InvitationCreated> => inviteMember(ctx, input));
