import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import { numberOfUnits, quantize } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { barFillModelSchema } from "./fill-model-spec.ts";
import type { BarPath, Execution } from "./fill-model.ts";
import { fillModelOf } from "./fill-models.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const FILES = ["kraken_BTC-USDT", "kraken_ADA-EUR", "kraken_XRP-USDT"].map((name) => `${DATA}/trades/${name}_trades.csv.gz`);

/** What a new account pays: 0.26 % as a taker, and 5 bps of slippage. */
const USUAL = { takerFeeBps: 26, slippageBps: 5 };
/** Normal sizes: up to a twentieth of what a bar trades. */
const SIZES = [0.001, 0.01, 0.05];

type Trade = { readonly tsMs: number; readonly side: string; readonly price: number; readonly amount: number };

const INSTRUMENT: Instrument = {
  ...{ symbol: "COIN/USD", venueSymbol: "COINUSD", base: assetOf("BTC"), quote: assetOf("USD") },
  ...{ tickUnits: 1_000_000n, lotUnits: 10_000n, quantityMinUnits: 0n, notionalMinUnits: 0n, status: "online" },
};

function tradesOf(file: string): readonly Trade[] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split("\n");
  return lines.map((line) => {
    const [tsMs, side = "", , price, amount] = line.split(",");
    return { tsMs: Number(tsMs), side, price: Number(price), amount: Number(amount) };
  });
}

type TradedBar = { readonly bar: BarPath; readonly trades: readonly Trade[] };

/** Bars of a timeframe with the trades that they were built from. */
function barsOf(trades: readonly Trade[], durationMs: number): readonly TradedBar[] {
  const byOpen = Map.groupBy(trades, ({ tsMs }) => Math.floor(tsMs / durationMs) * durationMs);
  return [...byOpen].map(([openMs, own]) => {
    const prices = own.map(({ price }) => price);
    const units = (price = NaN): bigint => quantize(price, 12, "half-even");
    const volume = own.reduce((sum, { amount }) => sum + amount, 0);
    const bar = { open: units(prices[0]), high: units(Math.max(...prices)), low: units(Math.min(...prices)), close: units(prices.at(-1)) };
    return { bar: { ...bar, volume: quantize(volume, 12, "floor"), openMs, durationMs }, trades: own };
  });
}

function orderOf(side: "buy" | "sell", quantity: bigint, bar: BarPath): OpenOrder {
  return {
    ...{ id: `${side}-${bar.openMs}`, intentSeq: 1, parentOrderId: undefined, symbol: INSTRUMENT.symbol, side, kind: "market" },
    ...{ purpose: side === "buy" ? "entry" : "exit", reason: "CROSS_UP", state: "open", createdMs: bar.openMs, quantity },
    ...{
      quoteBudget: undefined,
      filledQuantity: 0n,
      triggerUnits: undefined,
      stopOffsetUnits: undefined,
      takeProfitOffsetUnits: undefined,
    },
    // The bar decided on is not at hand here: the one that fills stands for it.
    ...{ barVolumeUnits: bar.volume, heldAsset: "USD", heldUnits: 0n, isCancelRequested: false, fillCount: 0, eventCount: 3 },
  };
}

/** What real takers of the same side paid for as much, from the bar's open on; undefined where they did not trade so much. */
function takersPrice(trades: readonly Trade[], side: string, quantity: number): number | undefined {
  let [left, paid] = [quantity, 0];
  for (const { price, amount } of trades.filter((trade) => trade.side === side)) {
    const taken = Math.min(left, amount);
    paid += taken * price;
    left -= taken;
    if (left <= 0) return paid / quantity;
  }
  return undefined;
}

type Measured = { readonly allIn: number[]; readonly besideTakers: number[] };

/** All that a fill costs beside the price when it was decided, and how much worse it is than what takers paid; both as fractions. */
function measure({ fills }: Execution, of: { readonly side: "buy" | "sell"; readonly open: bigint; readonly takers: number | undefined }) {
  const [fill] = fills;
  if (fill === undefined) return undefined;
  const sign = of.side === "buy" ? 1 : -1;
  const price = numberOfUnits(fill.priceUnits, 12);
  const worse = sign * (price / numberOfUnits(of.open, 12) - 1);
  const fee = numberOfUnits(fill.feeUnits, 8) / numberOfUnits(fill.notionalUnits, 8);
  return { allIn: worse + fee, beside: of.takers === undefined ? undefined : sign * (price / of.takers - 1) };
}

function measureAll(bars: readonly TradedBar[], of: { readonly size: number; readonly name: "next-open" | "bar-path" }): Measured {
  const model = fillModelOf(barFillModelSchema.parse({ name: of.name }));
  const measured: Measured = { allIn: [], besideTakers: [] };
  for (const { bar, trades } of bars) {
    const quantity = (BigInt(Math.round(Number(bar.volume) * of.size)) / INSTRUMENT.lotUnits) * INSTRUMENT.lotUnits;
    // Less than one unit of quote is no size that anyone trades.
    if (bar.open * quantity < 10n ** 24n) continue;
    for (const side of ["buy", "sell"] as const) {
      const venue = { sha256, seed: "calibration", ...USUAL };
      const request = { venue, order: orderOf(side, quantity, bar), instrument: INSTRUMENT, spendUnitsMax: 10n ** 38n };
      const takers = takersPrice(trades, side, numberOfUnits(quantity, 12));
      const cost = measure(model.fill(request, { kind: "bar", bar }), { side, open: bar.open, takers });
      if (cost === undefined) throw new Error(`an order at ${bar.openMs} did not fill`);
      measured.allIn.push(cost.allIn);
      if (cost.beside !== undefined) measured.besideTakers.push(cost.beside);
    }
  }
  return measured;
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN;
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(!FILES.every((file) => existsSync(file)))("the default calibration, on real trades (BALLAST_SHARED_DATA)", () => {
  const markets = FILES.map((file) => ({ file, market: file.slice(file.indexOf("kraken_")) }));

  it.each(markets)("$market: any normal size costs 0.1 to 0.5 % all in, and is no better than what takers paid", ({ file }) => {
    const trades = tradesOf(file);
    for (const durationMs of [HOUR_MS, HOUR_MS / 4]) {
      const bars = barsOf(trades, durationMs);
      for (const name of ["next-open", "bar-path"] as const) {
        for (const size of SIZES) {
          const { allIn, besideTakers } = measureAll(bars, { size, name });
          expect(allIn.length).toBeGreaterThan(200);
          expect(Math.min(...allIn)).toBeGreaterThan(0.001);
          expect(Math.max(...allIn)).toBeLessThan(0.005);
          expect(medianOf(besideTakers)).toBeGreaterThan(0);
          expect(meanOf(besideTakers.map(Math.abs))).toBeLessThan(0.005);
        }
      }
    }
  });
});
