import type { ActorContext } from "../actor.ts";

export async function requestAccount(_ctx: ActorContext, _input: { readonly name: string; readonly marketKey: string; readonly baseCurrency: string; readonly startingBalance: string; readonly profileKey: string; readonly settingsKey: string }): Promise<{ readonly commandId: string }> {
  throw new Error("not written yet");
}
