import type { ActorContext } from "../actor.ts";
import type { HaltSet, HaltVerb } from "../contract/halt.ts";
import type { HaltTarget } from "../routers/halt/input.ts";

export async function setHalt(_ctx: ActorContext, _input: { readonly target: HaltTarget; readonly verb: HaltVerb; readonly reason: string }): Promise<HaltSet> {
  throw new Error("not written yet");
}
