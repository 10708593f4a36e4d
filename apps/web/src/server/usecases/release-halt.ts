import type { ActorContext } from "../actor.ts";

export async function releaseHalt(_ctx: ActorContext, _input: { readonly haltId: string; readonly reason: string }): Promise<{ readonly commandId: string }> {
  throw new Error("not written yet");
}
