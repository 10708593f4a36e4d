import type { Tx } from "../database.ts";
import type { CommandState } from "../contract/account.ts";

export async function readCommand(_tx: Tx, _id: string): Promise<CommandState> {
  throw new Error("not written yet");
}
