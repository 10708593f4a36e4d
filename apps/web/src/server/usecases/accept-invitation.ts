import type { RequestContext } from "../context.ts";
import type { InvitationPreview } from "../contract/session.ts";

export async function previewInvitation(_ctx: RequestContext, _token: string): Promise<InvitationPreview> {
  throw new Error("not written yet");
}

export async function acceptInvitation(_ctx: RequestContext, _input: { readonly token: string; readonly name: string; readonly password: string }): Promise<{ readonly workspaceKey: string; readonly email: string }> {
  throw new Error("not written yet");
}
