import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Bookings } from "../decision/booking.ts";
import { openBook } from "../decision/open-book.ts";
import { coinInstrument, walkOf } from "../decision/walk-fixture.ts";
import { walkSlot, type WalkedBook } from "../decision/walk-book.ts";
import type { AlignedBars } from "../features/aligned-bars.ts";
import { barsOfRow, madeUpMarket } from "../features/panel-fixture.ts";
import type { Bar } from "../market/bar.ts";
import { toHex, type Sha256 } from "../numeric/hash.ts";
import { LineageLine, type LineSpec } from "../regime/lineage-line.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { defaultGovernedSettings } from "../strategy/settings.ts";
import { lineageNeedsOf } from "../strategy/strategy-of.ts";
import { replayNowOf } from "../time/clock.ts";
import { DAY_MS, HOUR_MS } from "../time/timeframe.ts";
import { StretchWalk } from "./stretch-walk.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const [ROWS, HISTORY] = [1_700, 800];
const TIMEOUT_MS = 60_000;
const UNIVERSE = ["ADA/USD", "BTC/USD", "ETH/USD", "SOL/USD", "XRP/USD"];
const STARTING_UNITS = 10_000_000_000_000n;
const SETTINGS = defaultGovernedSettings(UNIVERSE);
const needs = lineageNeedsOf(SETTINGS, "governed");
const LINE: LineSpec = {
  ...{ lineageId: "test", isSynthetic: true, timeframeMs: HOUR_MS, originMs: ORIGIN_MS, universe: UNIVERSE },
  ...{ featureNames: needs.featureNames, marketFeatureNames: needs.marketValueNames },
};
const TERMS = {
  ...{ sha256, settings: SETTINGS, profile: GUARDED_PROFILE, instruments: UNIVERSE.map((symbol) => coinInstrument(symbol.slice(0, 3))) },
  ...{ startingUnits: STARTING_UNITS, takerFeeBps: 26, slippageBps: 5, rearmAfterMs: DAY_MS },
};
const SERIES = madeUpMarket({ seed: 1, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 1 });

const rowsFrom = (from: number, to: number): readonly AlignedBars[] =>
  SERIES.map((bars) => ({
    present: bars.present.slice(from, to),
    open: bars.open.slice(from, to),
    high: bars.high.slice(from, to),
    low: bars.low.slice(from, to),
    close: bars.close.slice(from, to),
    volume: bars.volume.slice(from, to),
  }));

const barsAt = (row: number): readonly (Bar | undefined)[] => barsOfRow(SERIES, row, ORIGIN_MS + row * HOUR_MS);

const openedBook = (): WalkedBook => {
  const atMs = ORIGIN_MS + HISTORY * HOUR_MS;
  return openBook({ context: walkOf(TERMS).context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs });
};

const fillsOf = (bookings: readonly Partial<Bookings>[]): number => bookings.flatMap(({ fills = [] }) => fills).length;

/** The same account, close by close, as a loop sees its market. */
function loopOver(): { readonly book: WalkedBook; readonly fills: number } {
  const [walk, line] = [walkOf(TERMS), new LineageLine(LINE)];
  let book = openedBook();
  let fills = 0;
  for (let row = 0; row < ROWS - 1; row += 1) {
    const openMs = ORIGIN_MS + row * HOUR_MS;
    const close = line.close(openMs, barsAt(row));
    if (row < HISTORY) continue;
    const nextOpens = new Map(
      UNIVERSE.flatMap((symbol, index) => {
        const open = barsAt(row + 1)[index]?.open;
        return open === undefined ? [] : [[symbol, open] as const];
      }),
    );
    const snapshot = line.hash(sha256, close);
    const walked = walkSlot(walk, { snapshot, nextOpens, nowMs: replayNowOf(close.closeMs), kills: [], kind: "hour" }, book);
    book = walked;
    fills += fillsOf(walked.bookings);
  }
  return { book, fills };
}

describe("a backtest in stretches", () => {
  test("has the receipts and trades of a loop, wherever it is cut", { timeout: TIMEOUT_MS }, () => {
    const loop = loopOver();
    expect(loop.fills).toBeGreaterThan(5);
    for (const cuts of [
      [HISTORY, ROWS - 1],
      [HISTORY, HISTORY + 168, HISTORY + 169, HISTORY + 336, ROWS - 1],
    ]) {
      const backtest = new StretchWalk({ walk: walkOf(TERMS), line: LINE, opened: openedBook(), kind: "hour" });
      backtest.see(rowsFrom(0, HISTORY));
      let [slots, fills] = [0, 0];
      for (const [index, from] of cuts.slice(0, -1).entries())
        for (const { closeMs, walked, equityUnits } of backtest.walk(rowsFrom(from, (cuts[index + 1] ?? 0) + 1))) {
          slots += 1;
          fills += fillsOf(walked.bookings);
          expect(closeMs).toBe(ORIGIN_MS + (HISTORY + slots) * HOUR_MS);
          expect(equityUnits).toBeGreaterThan(0n);
        }
      expect(slots).toBe(ROWS - 1 - HISTORY);
      expect(fills).toBe(loop.fills);
      expect(toHex(backtest.book.heads.receiptHash)).toBe(toHex(loop.book.heads.receiptHash));
      expect(toHex(backtest.book.heads.ledgerHash)).toBe(toHex(loop.book.heads.ledgerHash));
    }
  });

  test("without rows it decides nothing", () => {
    const opened = openedBook();
    const backtest = new StretchWalk({ walk: walkOf(TERMS), line: LINE, opened, kind: "hour" });
    backtest.see([]);
    expect([...backtest.walk([])]).toEqual([]);
    expect([...backtest.walk(rowsFrom(0, 1))]).toEqual([]);
    expect(backtest.book).toBe(opened);
  });
});
