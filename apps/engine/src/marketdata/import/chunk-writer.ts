import { openChunk, sealChunk } from "@ballast/core/market/chunk";
import { newColumns } from "@ballast/core/market/columns";
import { findGaps } from "@ballast/core/market/validation";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { insertChunk, listChunkHeads, readChunk, type ChunkHead } from "@ballast/db/repositories/bars";
import type { Series } from "@ballast/db/repositories/series";
import type { ClientBase } from "pg";
import type { GapMap } from "./gap-map.ts";
import { mergeMonth, type StoredSpan } from "./merge-months.ts";
import type { MonthRows } from "./month-rows.ts";

export type WriteCounts = {
  readonly added: number;
  readonly agreed: number;
  readonly inserted: number;
  readonly revised: number;
  readonly repairedFromMs: number | null;
  readonly repairedToMs: number | null;
};

/**
 * Lays months of a file over the stored series, inside the caller's transaction: a month that
 * changes gets a new revision of its chunk, a month that agrees is left alone.
 */
export class ChunkWriter {
  readonly #client: ClientBase;
  readonly #sha256: Sha256;
  readonly #series: Series;
  readonly #heads: Map<number, ChunkHead>;
  readonly #span: StoredSpan;
  readonly #gaps: GapMap;
  readonly #revise: boolean;
  readonly #written = new Set<number>();
  #counts = { added: 0, agreed: 0, inserted: 0, revised: 0 };
  #repairedFromMs: number | null = null;
  #repairedToMs: number | null = null;

  private constructor(state: {
    readonly client: ClientBase;
    readonly sha256: Sha256;
    readonly series: Series;
    readonly heads: readonly ChunkHead[];
    readonly gaps: GapMap;
    readonly revise: boolean;
  }) {
    this.#client = state.client;
    this.#sha256 = state.sha256;
    this.#series = state.series;
    this.#heads = new Map(state.heads.map((head) => [head.monthMs, head]));
    this.#span = {
      firstMs: state.heads.at(0)?.firstMs ?? Number.POSITIVE_INFINITY,
      lastMs: state.heads.at(-1)?.lastMs ?? Number.NEGATIVE_INFINITY,
    };
    this.#gaps = state.gaps;
    this.#revise = state.revise;
  }

  static async open(
    ports: { readonly client: ClientBase; readonly sha256: Sha256 },
    series: Series,
    options: { readonly gaps: GapMap; readonly revise: boolean },
  ): Promise<ChunkWriter> {
    const heads = await listChunkHeads(ports.client, series.id, { fromMs: Number.MIN_SAFE_INTEGER, toMs: Number.MAX_SAFE_INTEGER });
    return new ChunkWriter({ ...ports, series, heads, ...options });
  }

  get counts(): WriteCounts {
    return { ...this.#counts, repairedFromMs: this.#repairedFromMs, repairedToMs: this.#repairedToMs };
  }

  /** The months of the series as they now stand, oldest first. */
  heads(): readonly ChunkHead[] {
    return [...this.#heads.values()].sort((left, right) => left.monthMs - right.monthMs);
  }

  async write(month: MonthRows): Promise<void> {
    const head = this.#heads.get(month.fromMs);
    const stored =
      head === undefined ? newColumns(0) : openChunk(this.#sha256, await readChunk(this.#client, this.#series.id, head)).columns;
    const merge = mergeMonth(stored, month, { revise: this.#revise, span: this.#span });
    this.#counts.added += merge.added;
    this.#counts.agreed += merge.agreed;
    this.#counts.inserted += merge.inserted;
    this.#counts.revised += merge.revised;
    this.#repairedFromMs ??= merge.repairedMs.at(0) ?? null;
    this.#repairedToMs = merge.repairedMs.at(-1) ?? this.#repairedToMs;
    for (const gap of findGaps(merge.columns.tsMs, this.#series.timeframeMs)) this.#gaps.add(gap);
    this.#written.add(month.fromMs);
    if (merge.added + merge.revised === 0) return;
    const chunk = { ...sealChunk(this.#sha256, { monthMs: month.fromMs, columns: merge.columns }), revision: (head?.revision ?? 0) + 1 };
    await insertChunk(this.#client, this.#series.id, chunk);
    const { body: _body, ...newHead } = chunk;
    this.#heads.set(month.fromMs, newHead);
  }

  /** Adds the gaps inside months that the file did not touch, and those between months. */
  async completeGaps(): Promise<void> {
    const { timeframeMs } = this.#series;
    let previousLastMs: number | undefined;
    for (const head of this.heads()) {
      if (previousLastMs !== undefined)
        for (const gap of findGaps(Float64Array.of(previousLastMs, head.firstMs), timeframeMs)) this.#gaps.add(gap);
      previousLastMs = head.lastMs;
      const isWhole = (head.lastMs - head.firstMs) / timeframeMs + 1 === head.rows;
      if (isWhole || this.#written.has(head.monthMs)) continue;
      const { columns } = openChunk(this.#sha256, await readChunk(this.#client, this.#series.id, head));
      for (const gap of findGaps(columns.tsMs, timeframeMs)) this.#gaps.add(gap);
    }
  }
}
