import type { Tx } from "../database.ts";
import type { HaltConsequence } from "../contract/halt.ts";
import type { HaltTarget } from "../routers/halt/input.ts";

export async function readHaltConsequence(_tx: Tx, _target: HaltTarget): Promise<HaltConsequence> {
  throw new Error("not written yet");
}
