import { z } from "zod";
import type { InvitationPreview } from "../../contract/session.ts";
import { open } from "../../permitted.ts";
import { previewInvitation } from "../../usecases/accept-invitation.ts";
import { token } from "../input.ts";

export const preview = open("Whoever holds the link may see what it invites to, before they have an account.")
  .input(z.object({ token }))
  .query(({ ctx, input }): Promise<InvitationPreview> => previewInvitation(ctx, input.token));
