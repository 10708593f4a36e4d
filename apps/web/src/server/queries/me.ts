import type { Tx } from "../database.ts";
import type { SignedIn } from "../context.ts";
import type { Me } from "../contract/session.ts";

export async function findMe(_db: Tx, _signedIn: SignedIn): Promise<Me> {
  throw new Error("not written yet");
}
