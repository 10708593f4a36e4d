import type { BarColumns } from "@ballast/core/market/bar";
import { COLUMN_NAMES, newColumns } from "@ballast/core/market/columns";
import { HOUR_MS, isBoundary } from "@ballast/core/time/timeframe";
import type { AnchorSource } from "./anchors.ts";
import { BLOCK_MS, generateBlock, type SyntheticBlock } from "./block.ts";
import type { MarketRegime } from "./regimes.ts";

/** Blocks kept in memory, 350 kB each: a year, so that a history can be asked for coin by coin. */
const BLOCKS_KEPT = 14;

/**
 * A market that never was, the same on every machine for one seed: ten correlated coins with moods,
 * jumps and clusters of volatility. Hourly bars for any time since 1970, in any order of asking.
 * Every page that shows it says synthetic.
 */
export class SyntheticMarket {
  readonly #source: AnchorSource;
  readonly #blocks = new Map<number, SyntheticBlock>();

  constructor(source: AnchorSource) {
    this.#source = source;
  }

  /** Bars of one coin with open times in [fromMs, toMs); both on the hour. */
  columns(symbol: string, range: { readonly fromMs: number; readonly toMs: number }): BarColumns {
    if (!isBoundary(range.fromMs, HOUR_MS) || !isBoundary(range.toMs, HOUR_MS))
      throw new RangeError(`not whole hours: ${range.fromMs} to ${range.toMs}`);
    const columns = newColumns(Math.max(0, (range.toMs - range.fromMs) / HOUR_MS));
    for (let at = range.fromMs; at < range.toMs;) {
      const { startMs, bars } = this.#blockAt(at);
      const source = bars.get(symbol);
      if (source === undefined) throw new RangeError(`the synthetic market has no ${symbol}`);
      const from = (at - startMs) / HOUR_MS;
      const to = (Math.min(range.toMs, startMs + BLOCK_MS) - startMs) / HOUR_MS;
      const offset = (at - range.fromMs) / HOUR_MS;
      for (const name of COLUMN_NAMES) columns[name].set(source[name].subarray(from, to), offset);
      at = startMs + to * HOUR_MS;
    }
    return columns;
  }

  /** The mood of the market in the hour that opens at a time. */
  regimeAt(openMs: number): MarketRegime {
    const { startMs, regime } = this.#blockAt(openMs);
    return regime[Math.floor((openMs - startMs) / HOUR_MS)] ?? "range";
  }

  #blockAt(ms: number): SyntheticBlock {
    const number = Math.floor(ms / BLOCK_MS);
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = generateBlock(this.#source, number);
    this.#blocks.set(number, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS_KEPT && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }
}
