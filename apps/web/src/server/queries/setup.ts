import type { Tx } from "../database.ts";

export async function isSetupNeeded(_db: Tx): Promise<boolean> {
  throw new Error("not written yet");
}
