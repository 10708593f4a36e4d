import type { ActorContext } from "../actor.ts";

export async function removeMember(_ctx: ActorContext, _input: { readonly personId: string; readonly reason: string }): Promise<{ readonly removed: true }> {
  throw new Error("not written yet");
}
