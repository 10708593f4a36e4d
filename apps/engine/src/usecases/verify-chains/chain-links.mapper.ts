import type { Outcome, SlotKind } from "@ballast/core/decision/decide-types";
import { encodeReceipt } from "@ballast/core/decision/receipt";
import { encodeTransaction, type LedgerAccount, type TransactionKind } from "@ballast/core/ledger/transaction";
import { hashAuditRow } from "@ballast/db/repositories/audit";
import type { AuditLinkRow, ChainBook, LedgerLinkRow, ReceiptLinkRow } from "@ballast/db/repositories/chain-rows";
import { sha256 } from "../../ports/sha256.ts";
import type { ChainLink, FieldFault } from "./walk-chain.ts";

/**
 * Stored rows as links, hashed by the code that wrote them. Words of a union are taken as they are
 * stored: one that is none of them shows by its hash.
 */

export function receiptLink(book: ChainBook, row: ReceiptLinkRow): ChainLink {
  const { tenantKey, accountKey, runKey } = book;
  const bytes = encodeReceipt({
    slot: { tenantKey, accountKey, runKey, kind: row.kind as SlotKind, atMs: row.at_ms, seq: row.seq },
    receiptSeq: row.receipt_seq,
    outcome: row.outcome as Outcome,
    reasonCodes: row.reason_codes,
    snapshotHash: row.snapshot_hash,
    stateBefore: row.state_before,
    stateAfter: row.state_after,
    inputHash: row.input_hash,
    outputHash: row.output_hash,
    coreHash: row.core_hash,
    equityUnits: row.equity_units,
    body: row.body,
    previousHash: row.previous_hash,
  });
  return { seq: row.receipt_seq, previousHash: row.previous_hash, hash: row.hash, recomputed: sha256(bytes) };
}

const NO_BYTES = new Uint8Array();

/** Postings are hashed in their order; their numbers and times are told by the transaction, so they are compared with it. */
function postingFault(row: LedgerLinkRow): FieldFault | undefined {
  const { numbers, posting_count: count, times } = row;
  if (row.at_ms === null) return { field: "transaction", stored: "missing", recomputed: `one for ${numbers?.length ?? 0} postings` };
  if (numbers?.length !== count) return { field: "posting_count", stored: String(count), recomputed: String(numbers?.length ?? 0) };
  const misplaced = numbers.find((n, index) => n !== index + 1);
  if (misplaced !== undefined) return { field: "posting n", stored: numbers.join(","), recomputed: `1 to ${count}` };
  const time = times.find((atMs) => atMs !== String(row.at_ms));
  return time === undefined ? undefined : { field: "posting at_ms", stored: time, recomputed: String(row.at_ms) };
}

export function ledgerLink(book: ChainBook, row: LedgerLinkRow): ChainLink {
  const fault = postingFault(row);
  if (row.at_ms === null) return { seq: row.ledger_seq, previousHash: NO_BYTES, hash: NO_BYTES, recomputed: NO_BYTES, fault };
  const bytes = encodeTransaction(book, {
    ledgerSeq: row.ledger_seq,
    atMs: row.at_ms,
    kind: row.kind as TransactionKind,
    reference: row.reference,
    postings: (row.numbers ?? []).map((_, index) => ({
      ledgerAccount: (row.ledger_accounts[index] ?? "") as LedgerAccount,
      asset: row.assets[index] ?? "",
      units: BigInt(row.units[index] ?? "0"),
    })),
    previousHash: row.previous_hash,
  });
  return { seq: row.ledger_seq, previousHash: row.previous_hash, hash: row.hash, recomputed: sha256(bytes), fault };
}

export function auditLink(tenantId: string, row: AuditLinkRow): ChainLink {
  const { at_ms: atMs, actor, act, subject, body, previous_hash: previousHash } = row;
  const recomputed = hashAuditRow({ tenantId, auditSeq: row.audit_seq, atMs, actor, act, subject, body, previousHash });
  return { seq: row.audit_seq, previousHash, hash: row.hash, recomputed };
}
