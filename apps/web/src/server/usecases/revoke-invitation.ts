import type { ActorContext } from "../actor.ts";

export async function revokeInvitation(_ctx: ActorContext, _input: string): Promise<{ readonly revoked: true }> {
  throw new Error("not written yet");
}
