import { onlyRow, type Tx } from "../database.ts";

/** Whether nobody but the demo's people is here yet. */
export async function isSetupNeeded(db: Tx): Promise<boolean> {
  return onlyRow(await db.rows<{ readonly needed: boolean }>("select is_setup_needed() as needed"), "is_setup_needed").needed;
}
