import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import type { StoredContent } from "@ballast/db/repositories/core-bundles";
import { readVersionBodies, type VersionKind } from "@ballast/db/repositories/replay-contents";
import type { ClientBase, Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import { contentDifference } from "./content-difference.ts";
import { isSameBytes, type FieldDifference } from "./first-difference.ts";
import { inWords } from "./forged-snapshot.ts";

const DECODE: Readonly<Record<VersionKind, (body: Uint8Array) => unknown>> = {
  profile: decodeRiskProfile,
  settings: decodeStrategySettings,
};

/**
 * What was changed in limits or settings that a book was decided under: the version of that hash which the
 * workspace has saved is what stood there. A run with limits of its own options has none.
 */
export async function forgedContentFault(
  db: ClientBase | Pool,
  row: StoredContent & { readonly tenantId: string },
  fault: FieldDifference,
): Promise<FieldDifference> {
  const versions = await readVersionBodies(db, row);
  const saved = versions.find(({ body }) => isSameBytes(sha256(body), row.hash));
  if (saved === undefined) return inWords(fault, "no saved version has that hash");
  return contentDifference({ what: saved.kind, stored: row.body, right: saved.body, decode: DECODE[saved.kind] }) ?? fault;
}
