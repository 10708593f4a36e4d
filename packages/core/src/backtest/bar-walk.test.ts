import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { encodeAccountState } from "../decision/account-state.ts";
import type { DecideQuestion, Verdict } from "../decision/decide-types.ts";
import { makeWeigh } from "../decision/make-decide.ts";
import { openBook } from "../decision/open-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll, walkOf, type WalkTerms } from "../decision/walk-fixture.ts";
import { barFillModelSchema } from "../execution/fill-model-spec.ts";
import { asReferenceInstrument } from "../execution/reference-venue.ts";
import type { Bar } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import { toHex, type Sha256 } from "../numeric/hash.ts";
import { numberOfUnits } from "../numeric/fixed.ts";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { emaAtrSchema, type EmaAtrSettings } from "../strategy/ema-atr-settings.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { indicatedBars } from "./bar-closes.ts";
import { walkBars, type BarWalked } from "./bar-walk.ts";
import { closedTradesOf } from "./closed-trades.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const START_MS = Date.UTC(2024, 0, 1);
const STARTING_UNITS = 1_000_000_000_000n;
/** Two walks of some thousand bars, one of them with receipts: the machine may be busy. */
const TIMEOUT_MS = 60_000;

const settingsOf = (own: Partial<EmaAtrSettings>): EmaAtrSettings =>
  emaAtrSchema.parse({ kind: "ema-atr", fast: 5, slow: 13, atr: 7, atrMult: 1.5, timeframeMs: HOUR_MS, instruments: ["BTC/USD"], ...own });

const termsOf = (settings: EmaAtrSettings, own: Partial<WalkTerms> = {}): WalkTerms => ({
  sha256,
  settings,
  profile: REFERENCE_PROFILE,
  instruments: [asReferenceInstrument(coinInstrument("BTC"))],
  startingUnits: STARTING_UNITS,
  takerFeeBps: 10,
  slippageBps: 0,
  ...own,
});

type Counted = { readonly walked: BarWalked; readonly asked: number; readonly held: number };

function walkCounted(terms: WalkTerms, settings: EmaAtrSettings, bars: readonly Bar[]): Counted {
  const weigh = makeWeigh({ sha256 });
  let [asked, held] = [0, 0];
  const counting = (question: DecideQuestion): Verdict => {
    asked += 1;
    const verdict = weigh(question);
    if (verdict.state === question.account.value) held += 1;
    return verdict;
  };
  const walk = { ...walkOf(terms), weigh: counting };
  const atMs = (bars[0]?.tsMs ?? 0) + HOUR_MS;
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: terms.startingUnits, atMs });
  return { walked: walkBars(walk, indicatedBars(columnsOfBars(bars), settings), opened), asked, held };
}

/** The same bars with receipts, where every question is answered by the whole decision: its instruments are no columns. */
function expectSameAsReceipted(bars: readonly Bar[], settings: EmaAtrSettings, own: Partial<WalkTerms> = {}): Counted {
  const terms = termsOf(settings, own);
  const counted = walkCounted(terms, settings, bars);
  const marks = new Map<number, bigint>();
  const { ended, bookings } = walkAll(terms, stepsOf(sha256, new Map([["BTC/USD", bars]]), settings), ({ decision }, { snapshot }) => {
    marks.set(snapshot.snapshot.closeMs - HOUR_MS, decision.output.equityUnits);
  });
  const { walked, asked } = counted;
  expect(asked).toBe(bars.length);
  expect(walked.fills).toEqual(bookings.flatMap(({ fills = [] }) => fills));
  const trades = bookings.flatMap(({ fills = [], disposals = [], orders = [] }) => closedTradesOf({ fills, disposals, orders }));
  expect(walked.trades).toEqual(trades);
  expect(toHex(sha256(encodeAccountState(walked.book.state)))).toBe(toHex(sha256(encodeAccountState(ended.state))));
  bars.forEach(({ tsMs }, row) => {
    const equity = numberOfUnits(marks.get(tsMs) ?? 0n, 8);
    expect(Math.abs((walked.marks.equity[row] ?? NaN) - equity)).toBeLessThan(1e-7);
  });
  return counted;
}

const madeUp = (name: string, length: number): readonly Bar[] => syntheticBars(sha256, { name, length, startMs: START_MS });

describe("a walk over bars alone", () => {
  it.each([
    ["first", {}],
    ["second", { atrMult: 0.1 }],
    ["third", { fast: 2, slow: 3, atr: 1, atrMult: 0.5 }],
    ["fourth", { tpMult: 2 }],
    ["fifth", { fast: 12, slow: 40, atrMult: 6 }],
  ])("decides every bar and trades as a walk with receipts, holes in the bars included (%s)", { timeout: TIMEOUT_MS }, (name, own) => {
    const { walked, asked, held } = expectSameAsReceipted(madeUp(name, 2_000), settingsOf(own));
    expect(walked.trades.length).toBeGreaterThan(15);
    expect(held).toBeGreaterThan(asked / 2);
  });

  it("does so with slippage, which is drawn by the ids of its orders", { timeout: TIMEOUT_MS }, () => {
    expectSameAsReceipted(madeUp("slips", 1_500), settingsOf({}), { slippageBps: 8 });
  });

  it("does so where orders fill in parts along each bar", { timeout: TIMEOUT_MS }, () => {
    const fillModel = barFillModelSchema.parse({ name: "bar-path", participationBps: 20 });
    const { walked } = expectSameAsReceipted(madeUp("parts", 1_500), settingsOf({}), { slippageBps: 8, fillModel });
    const entries = walked.fills.filter(({ side }) => side === "buy").map(({ orderId }) => orderId);
    expect(new Set(entries).size).toBeLessThan(entries.length);
  });

  it("does so for an account whose money is nearly gone", { timeout: TIMEOUT_MS }, () => {
    const { walked } = expectSameAsReceipted(madeUp("poor", 1_500), settingsOf({ fast: 2, slow: 3 }), {
      startingUnits: 3n,
      takerFeeBps: 3_000,
    });
    expect(walked.refusals.length).toBeGreaterThan(0);
  });

  it("answers for fewer bars than the averages need, and for none", () => {
    const few = expectSameAsReceipted(madeUp("few", 8), settingsOf({}));
    expect(few.walked.fills).toEqual([]);
    expect(walkCounted(termsOf(settingsOf({})), settingsOf({}), []).walked.marks.equity.length).toBe(0);
  });

  it("is one of the reference profile and of the instrument that its settings name", () => {
    const bars = madeUp("first", 100);
    const settings = settingsOf({});
    expect(() => walkCounted(termsOf(settings, { profile: GUARDED_PROFILE }), settings, bars)).toThrow(/reference profile/);
    expect(() => walkCounted(termsOf(settings, { instruments: [coinInstrument("ETH")] }), settings, bars)).toThrow(/BTC\/USD/);
  });
});

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const BTC = `${DATA}/ohlcv/kraken_BTC-USD_1h.csv.gz`;

describe.skipIf(!existsSync(BTC))("on real bars", () => {
  it.each([
    ["2020-01-01", "2020-07-01", { fast: 20, slow: 50, atr: 14, atrMult: 2 }],
    ["2013-10-06", "2014-04-01", { fast: 3, slow: 8, atr: 5, atrMult: 0.5 }],
  ])("of BTC from %s to %s it trades as a walk with receipts", { timeout: TIMEOUT_MS }, (from, to, own) => {
    const rows = gunzipSync(readFileSync(BTC)).toString("utf8").trim().split("\n").slice(1);
    const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
    const bars = rows.flatMap((row): readonly Bar[] => {
      const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
      return tsMs >= fromMs && tsMs < toMs ? [{ tsMs, open, high, low, close, volume }] : [];
    });
    expect(expectSameAsReceipted(bars, settingsOf(own)).walked.trades.length).toBeGreaterThan(10);
  });
});
