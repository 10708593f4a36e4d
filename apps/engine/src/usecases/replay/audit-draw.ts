import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import type { ReceiptKey } from "@ballast/db/repositories/replay-receipts";
import { drawBatches, readRecordedSpan, type AuditedBatch } from "@ballast/db/repositories/replay-sample";
import type { ClientBase } from "pg";
import { receiptKey } from "./load-page.ts";

/** Commits of one draw, by how they are chosen. */
const ANY_COMMIT = 12;
const ANY_AGE = 6;
const RECENT = 6;
const PLACES = ANY_COMMIT + ANY_AGE + RECENT;
const RECENT_MS = 600_000;
/** Of a large commit a stretch: what its receipts share is read once, and other commits get their turn. */
const RECEIPTS_PER_BATCH = 16;
/** A young database is soon drawn whole: so many draws without a new receipt end the round. */
const IDLE_DRAWS_MAX = 12;

export type DrawOf = { readonly sha256: Sha256; readonly tickMs: number; readonly notBy: string };

/** A whole number below `limit`, drawn by the tick. */
export function drawnBelow(of: Pick<DrawOf, "sha256" | "tickMs">, n: number, limit: number): number {
  return Number.parseInt(drawnId(of, n).slice(0, 8), 16) % Math.max(1, limit);
}

/** An id drawn by the tick: the same tick draws the same sample, and nobody can tell the next one's rows apart. */
function drawnId({ sha256, tickMs }: Pick<DrawOf, "sha256" | "tickMs">, n: number): string {
  return deriveId(sha256, { kind: "replay-audit", accountKey: "", runKey: "", slotKey: String(tickMs), n });
}

/**
 * Draws receipts round after round, no receipt twice. Half of the commits are chosen among all,
 * a quarter by their age, so that an account that decides once an hour stands against a backtest of thousands
 * of commits, and a quarter lies in the last ten minutes, where most people look.
 */
export class AuditDraw {
  readonly #of: DrawOf;
  readonly #workers = new Map<string, string>();
  #drawn = 0;
  #newest: readonly ReceiptKey[] = [];

  constructor(of: DrawOf) {
    this.#of = of;
  }

  /** Every receipt that was drawn. */
  get count(): number {
    return this.#workers.size;
  }

  /** A receipt of the last draw that had any, chosen by the tick. */
  get chosen(): ReceiptKey | undefined {
    return this.#newest[drawnBelow(this.#of, 1, this.#newest.length)];
  }

  /** Who recorded a receipt that was drawn. */
  workerOf(key: ReceiptKey): string {
    return this.#workers.get(receiptKey(key)) ?? "unknown";
  }

  /** The next receipts; undefined where a few draws in a row have found none that was not drawn before. */
  async next(client: ClientBase): Promise<readonly ReceiptKey[] | undefined> {
    for (let idle = 0; idle < IDLE_DRAWS_MAX; idle += 1) {
      const batches = await this.#batches(client);
      const fresh = batches.flatMap((batch, place) => this.#stretchOf(batch, place));
      if (fresh.length === 0) continue;
      this.#newest = fresh;
      return fresh;
    }
    return undefined;
  }

  async #batches(client: ClientBase): Promise<readonly AuditedBatch[]> {
    this.#drawn += 1;
    const span = await readRecordedSpan(client);
    if (span === undefined) return [];
    const first = this.#drawn * 4 * PLACES;
    const numbers = (count: number, from: number): readonly number[] => Array.from({ length: count }, (_, n) => first + from + n);
    const within = (fromMs: number, lengthMs: number) => (n: number) =>
      fromMs + Math.floor((drawnBelow(this.#of, n, 1_000_000) / 1_000_000) * lengthMs);
    const { notBy, tickMs } = this.#of;
    return drawBatches(client, {
      notBy,
      ids: numbers(ANY_COMMIT, 0).map((n) => drawnId(this.#of, n)),
      recordedMs: [
        ...numbers(ANY_AGE, ANY_COMMIT).map(within(span.firstMs, span.lastMs - span.firstMs + 1)),
        ...numbers(RECENT, ANY_COMMIT + ANY_AGE).map(within(tickMs - RECENT_MS, RECENT_MS)),
      ],
    });
  }

  #stretchOf({ receipts, worker }: AuditedBatch, place: number): readonly ReceiptKey[] {
    const n = (this.#drawn * 4 + 1) * PLACES + place;
    const from = drawnBelow(this.#of, n, receipts.length - RECEIPTS_PER_BATCH + 1);
    return receipts.slice(from, from + RECEIPTS_PER_BATCH).filter((key) => {
      const isNew = !this.#workers.has(receiptKey(key));
      if (isNew) this.#workers.set(receiptKey(key), worker);
      return isNew;
    });
  }
}
