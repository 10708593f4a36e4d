import type { BookId } from "@ballast/db/repositories/cycle-rows";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import type { FieldDifference } from "./first-difference.ts";

/** Which slot of whom a finding is about. */
export type ReplaySubject = {
  readonly id: BookId;
  readonly workspace: string;
  readonly account: string;
  readonly run: string;
  readonly receiptSeq: number | undefined;
  readonly slot: { readonly kind: string; readonly atMs: number; readonly seq: number } | undefined;
};

/** The first field of a slot that is not what the replay gives, with both values in words. */
export type ReplayDifference = ReplaySubject & FieldDifference;

export type Replayed = {
  readonly receipts: number;
  /** Receipts of which nothing differs. */
  readonly identical: number;
  /** Rows of intents, orders' events, fills, lots, ledger and postings that were made again and compared. */
  readonly bookings: number;
  /** Receipts decided by a release from before bookings were replayed: their decisions alone were. */
  readonly decidedOnly: number;
  readonly differences: readonly ReplayDifference[];
  /** Beyond those listed. */
  readonly unlisted: number;
};

const DIFFERENCES_MAX = 1_000;

export function subjectOf(
  book: ReplayBook,
  receipt: Pick<StoredReceipt, "kind" | "atMs" | "seq"> & { readonly receiptSeq?: number },
): ReplaySubject {
  const { tenantId, accountId, runId, tenantKey, accountKey, runKey } = book;
  const { kind, atMs, seq } = receipt;
  const keys = { workspace: tenantKey, account: accountKey, run: runKey };
  return { id: { tenantId, accountId, runId }, ...keys, receiptSeq: receipt.receiptSeq, slot: { kind, atMs, seq } };
}

/** Counts and differences as a replay goes on; the first difference of each slot. */
export class ReplayFindings {
  readonly #differences: ReplayDifference[] = [];
  readonly #differing = new Set<string>();
  #unlisted = 0;
  #receipts = 0;
  #bookings = 0;
  #decidedOnly = 0;

  passReceipt(of: { readonly isDecidedOnly: boolean }): void {
    this.#receipts += 1;
    if (of.isDecidedOnly) this.#decidedOnly += 1;
  }

  passBookings(rows: number): void {
    this.#bookings += rows;
  }

  differ(subject: ReplaySubject, difference: FieldDifference): void {
    const { id, receiptSeq, slot } = subject;
    const key = [id.tenantId, id.accountId, id.runId, receiptSeq ?? `${slot?.kind}/${slot?.atMs}/${slot?.seq}`].join("/");
    if (this.#differing.has(key)) return;
    this.#differing.add(key);
    if (this.#differences.length < DIFFERENCES_MAX) this.#differences.push({ ...subject, ...difference });
    else this.#unlisted += 1;
  }

  finish(): Replayed {
    const differing = [...this.#differences].filter(({ receiptSeq }) => receiptSeq !== undefined).length + this.#unlisted;
    return {
      receipts: this.#receipts,
      identical: Math.max(0, this.#receipts - differing),
      bookings: this.#bookings,
      decidedOnly: this.#decidedOnly,
      differences: this.#differences,
      unlisted: this.#unlisted,
    };
  }
}
