import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { revokeInvitation as revoke } from "../../usecases/revoke-invitation.ts";

export const revokeInvitation = permitted("member.invite")
  .input(z.object({ invitationId: z.uuid() }))
  .mutation(({ ctx, input }): Promise<{ readonly revoked: true }> => revoke(ctx, input.invitationId));
