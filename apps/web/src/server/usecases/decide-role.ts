import type { ActorContext } from "../actor.ts";

export async function decideRole(_ctx: ActorContext, _input: { readonly requestId: string; readonly decision: "approved" | "rejected" }): Promise<{ readonly outcome: "approved" | "rejected" }> {
  throw new Error("not written yet");
}
