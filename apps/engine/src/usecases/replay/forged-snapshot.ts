import { decodeSnapshot, encodeSnapshot } from "@ballast/core/market/snapshot";
import type { StoredSnapshot } from "@ballast/db/repositories/replay-contents";
import type { ClientBase, Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import { closeAnew, type CloseAnew } from "./close-anew.ts";
import { contentDifference } from "./content-difference.ts";
import { nameOf } from "./content-shelf.ts";
import { isSameBytes, messageOf, type FieldDifference } from "./first-difference.ts";

const WHY_NOT: Readonly<Record<Exclude<CloseAnew["verdict"], "made">, string>> = {
  missing: "its lineage is not stored",
  too_long: "too many bars lie before it to compute them here",
  repaired: "its bars were repaired since it was sealed",
};

/**
 * What was changed in a sealed close whose bytes don't hash to its name. The close is made again from the
 * bars; where that gives the name's bytes, it is what stood there, and the first field that differs is named
 * with both values. Otherwise nobody knows what stood there, and the words say why.
 */
export async function forgedSnapshotFault(db: ClientBase | Pool, row: StoredSnapshot, fault: FieldDifference): Promise<FieldDifference> {
  const anew = await closeAnew({ db, sha256 }, row).catch(messageOf);
  if (typeof anew === "string") return inWords(fault, anew);
  if (anew.verdict !== "made") return inWords(fault, WHY_NOT[anew.verdict]);
  const right = encodeSnapshot(anew.snapshot);
  const hash = sha256(right);
  if (!isSameBytes(hash, row.hash)) return inWords(fault, `made again from the bars it hashes to ${nameOf(hash)}`);
  return contentDifference({ what: "snapshot", stored: row.body, right, decode: decodeSnapshot }) ?? fault;
}

/** A fault that says why no better one can be named. */
export function inWords(fault: FieldDifference, why: string): FieldDifference {
  return { ...fault, replayed: `${fault.replayed}, which can't be made again: ${why}` };
}
