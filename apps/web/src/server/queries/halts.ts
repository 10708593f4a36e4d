import type { Tx } from "../database.ts";
import type { HaltPage } from "../contract/halt.ts";

export async function listHalts(_tx: Tx, _page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<HaltPage> {
  throw new Error("not written yet");
}
