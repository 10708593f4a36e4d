import { newColumns } from "@ballast/core/market/columns";
import { decodeSnapshot, encodeSnapshot, sealSnapshot, type SealedSnapshot } from "@ballast/core/market/snapshot";
import { HASH_BYTES, toHex, type Sha256 } from "@ballast/core/numeric/hash";
import { boundaryAtOrBefore } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { insertRegimes } from "@ballast/db/repositories/regimes";
import { findSeries } from "@ballast/db/repositories/series";
import { insertSnapshots, lastSnapshot, lockLineage, type LineageRow, type SnapshotRow } from "@ballast/db/repositories/snapshots";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { BarWindow } from "./bar-window.ts";
import { LineageFeatures, type CloseContent } from "./lineage-features.ts";
import { loadColumns, type BarSource } from "./load-columns.ts";
import { regimeRowOf } from "./regime-row.ts";

/** Closes of one transaction: long enough to be fast, short enough to lose little. */
const CLOSES_PER_COMMIT = 256;

/** Where each instrument trades right after a close, as a market that can be asked answers. */
export type UpcomingOpens = (closeMs: number) => ReadonlyMap<string, number>;

export type SealStretch = {
  /** Bars that close at or before this are all stored. */
  readonly toMs: number;
  readonly closesMax: number;
  /** Left out: the opens of the next stored bars, where those follow directly. */
  readonly upcomingOpens?: UpcomingOpens | undefined;
};

type Track = { readonly symbol: string; readonly seriesId: string | undefined; readonly window: BarWindow };

/** A close to be stored, with what it was made of. */
type SealedRow = SnapshotRow & { readonly sealed: SealedSnapshot };

/** The newest sealed close, or what stands before the first. */
type Head = { readonly closeMs: number; readonly hash: Uint8Array };

/**
 * Seals one lineage close by close: bars, features, snapshot, each naming the hash of the one
 * before. Holds the feature state of every instrument; another process that seals meanwhile, or a
 * restart, only costs the time to compute it again from the stored bars.
 */
export class LineageSealer {
  readonly #pool: Pool;
  readonly #source: BarSource;
  readonly #lineage: LineageRow;
  readonly #tracks: readonly Track[];
  readonly #beginning: Head;
  #features: LineageFeatures;
  #head: Head | undefined;
  /** The last call in line: calls of one process take turns, for they share the feature state. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(source: BarSource & { readonly db: Pool }, lineage: LineageRow, seriesIds: readonly (string | undefined)[]) {
    this.#pool = source.db;
    this.#source = source;
    this.#lineage = lineage;
    this.#tracks = lineage.universe.map((symbol, index) => ({
      symbol,
      seriesId: seriesIds[index],
      window: new BarWindow(source, { id: seriesIds[index], timeframeMs: lineage.timeframeMs }),
    }));
    this.#features = new LineageFeatures(lineage);
    // The first close is that of the first bar which opens at or after the origin.
    const firstOpenMs = boundaryAtOrBefore(lineage.originMs + lineage.timeframeMs - 1, lineage.timeframeMs);
    this.#beginning = { closeMs: firstOpenMs, hash: new Uint8Array(HASH_BYTES) };
  }

  static async open(ports: { readonly pool: Pool; readonly sha256: Sha256 }, lineage: LineageRow): Promise<LineageSealer> {
    const { source, timeframeMs } = lineage;
    const series = await Promise.all(lineage.universe.map((symbol) => findSeries(ports.pool, { source, symbol, timeframeMs })));
    return new LineageSealer(
      { db: ports.pool, sha256: ports.sha256 },
      lineage,
      series.map((row) => row?.id),
    );
  }

  /** Seals up to `closesMax` closes, none later than `toMs`; answers the newest sealed close. */
  async sealNext(stretch: SealStretch): Promise<number> {
    const turn = this.#turn.then(() => this.#sealStretch(stretch));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #sealStretch(stretch: SealStretch): Promise<number> {
    const lastCloseMs = boundaryAtOrBefore(stretch.toMs, this.#lineage.timeframeMs);
    let left = stretch.closesMax;
    for (;;) {
      const head = await this.#findHead();
      const due = Math.min(left, CLOSES_PER_COMMIT, (lastCloseMs - head.closeMs) / this.#lineage.timeframeMs);
      if (due <= 0) return head.closeMs;
      left -= await this.#sealBatch(head, { ...stretch, toMs: lastCloseMs, closesMax: due });
    }
  }

  /** The newest sealed close, with engines that stand behind it. */
  async #findHead(): Promise<Head> {
    const stored = await lastSnapshot(this.#pool, this.#lineage.id);
    const head = stored ?? this.#beginning;
    const isCurrent = this.#head !== undefined && this.#head.closeMs === head.closeMs && toHex(this.#head.hash) === toHex(head.hash);
    if (!isCurrent) await this.#rebuild(stored);
    this.#head = { closeMs: head.closeMs, hash: head.hash };
    return this.#head;
  }

  /** Computes the feature state anew from the stored bars, and sees that it is the one the head was sealed with. */
  async #rebuild(stored: SnapshotRow | undefined): Promise<void> {
    this.#features = new LineageFeatures(this.#lineage);
    if (stored === undefined) return;
    const lastOpenMs = stored.closeMs - this.#lineage.timeframeMs;
    await this.#features.replay({ fromMs: this.#beginning.closeMs, toMs: lastOpenMs }, async (instrument, range) => {
      const seriesId = this.#tracks[instrument]?.seriesId;
      return seriesId === undefined ? newColumns(0) : loadColumns(this.#source, seriesId, range);
    });
    // The last bar is taken here, so that its features can be compared with the sealed ones.
    await this.#loadWindows(lastOpenMs, stored.closeMs);
    const again = encodeSnapshot({ ...decodeSnapshot(stored.body), ...this.#closeBars(stored.closeMs) });
    if (Buffer.compare(again, stored.body) === 0) return;
    throw new AppError(
      "LINEAGE_BARS_CHANGED",
      `the bars of lineage ${this.#lineage.id} were repaired after ${new Date(stored.closeMs).toISOString()} was sealed; start a new run, which opens a new lineage`,
      { retry: "never" },
    );
  }

  async #loadWindows(openMs: number, toMs: number): Promise<void> {
    await Promise.all(this.#tracks.map(({ window }) => window.ensure(openMs, toMs)));
  }

  /** Takes the bars of a close: what its snapshot holds. */
  #closeBars(closeMs: number): CloseContent {
    const openMs = closeMs - this.#lineage.timeframeMs;
    return this.#features.close(
      openMs,
      this.#tracks.map(({ window }) => window.barAt(openMs)),
    );
  }

  #nextOpens(closeMs: number, upcomingOpens: UpcomingOpens | undefined): Uint8Array {
    const bytes = new Uint8Array(this.#tracks.length * Float64Array.BYTES_PER_ELEMENT);
    const view = new DataView(bytes.buffer);
    const upcoming = upcomingOpens?.(closeMs);
    this.#tracks.forEach(({ symbol, window }, index) => {
      const open = upcoming === undefined ? window.openAt(closeMs) : upcoming.get(symbol);
      view.setFloat64(index * Float64Array.BYTES_PER_ELEMENT, open ?? Number.NaN, true);
    });
    return bytes;
  }

  async #sealClose(closeMs: number, previousHash: Uint8Array, stretch: SealStretch): Promise<SealedRow> {
    const openMs = closeMs - this.#lineage.timeframeMs;
    await this.#loadWindows(openMs, stretch.toMs);
    const { id, isSynthetic, timeframeMs, originMs, featureNames } = this.#lineage;
    const sealed = sealSnapshot(this.#source.sha256, {
      lineageId: id,
      isSynthetic,
      timeframeMs,
      closeMs,
      originMs,
      previousHash,
      capabilities: ["bars"],
      featureNames,
      ...this.#closeBars(closeMs),
    });
    return {
      sealed,
      closeMs,
      hash: sealed.hash,
      previousHash,
      body: sealed.bytes,
      nextOpens: this.#nextOpens(closeMs, stretch.upcomingOpens),
    };
  }

  /** Seals the next closes behind the head in one transaction; 0 where another sealer was faster. */
  async #sealBatch(head: Head, stretch: SealStretch): Promise<number> {
    // The features move on before the commit: where it fails, the next round computes them anew.
    this.#head = undefined;
    const rows: SealedRow[] = [];
    let previousHash = head.hash;
    for (let n = 1; n <= stretch.closesMax; n += 1) {
      const row = await this.#sealClose(head.closeMs + n * this.#lineage.timeframeMs, previousHash, stretch);
      rows.push(row);
      previousHash = row.hash;
    }
    const { id, universe } = this.#lineage;
    const regimes = rows.flatMap(({ sealed }) => regimeRowOf(sealed.snapshot, universe) ?? []);
    const isWritten = await inTransaction(this.#pool, async (client) => {
      await lockLineage(client, id);
      const stored = await lastSnapshot(client, id);
      if (toHex((stored ?? this.#beginning).hash) !== toHex(head.hash)) return false;
      await insertSnapshots(client, id, rows);
      await insertRegimes(client, id, regimes);
      return true;
    });
    if (!isWritten) return 0;
    this.#head = { closeMs: rows.at(-1)?.closeMs ?? head.closeMs, hash: previousHash };
    return rows.length;
  }
}
