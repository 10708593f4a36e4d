import type { Tx } from "../database.ts";
import type { Workspace } from "../permitted.ts";

export async function findMembership(_tx: Tx, _personId: string): Promise<Workspace | undefined> {
  throw new Error("not written yet");
}
