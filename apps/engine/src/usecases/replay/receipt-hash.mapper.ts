import type { Outcome, SlotKind } from "@ballast/core/decision/decide-types";
import type { Core } from "@ballast/core/decision/entry";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { sha256 } from "../../ports/sha256.ts";

/** The hash that a receipt's columns have. Words of a union are taken as they are stored: one that is none of them shows by its hash. */
export function hashStoredReceipt(
  encode: Core["encodeReceipt"],
  { tenantKey, accountKey, runKey }: Pick<ReplayBook, "tenantKey" | "accountKey" | "runKey">,
  { kind, atMs, seq, outcome, ...columns }: StoredReceipt,
): Uint8Array {
  const slot = { tenantKey, accountKey, runKey, kind: kind as SlotKind, atMs, seq };
  return sha256(encode({ ...columns, slot, outcome: outcome as Outcome }));
}
