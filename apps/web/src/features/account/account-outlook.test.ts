import { expect, it } from "vitest";
import { outlookOf, outlookWarnings, settingsFor, type MarketOption, type SettingsOption } from "./account-outlook.ts";

const HOUR = 3_600_000;
const pair = (symbol: string): MarketOption["instruments"][number] => {
  const [base = "", quote = ""] = symbol.split("/");
  return { symbol, base, quote };
};
const market = (symbols: readonly string[], of: Partial<MarketOption> = {}): MarketOption => ({
  key: "synthetic",
  name: "Synthetic market",
  isSynthetic: true,
  isMoving: true,
  rate: 3_600,
  timeframeMs: HOUR,
  lastCloseMs: HOUR,
  instruments: symbols.map(pair),
  ...of,
});
const settings = (instruments: readonly string[], key = "trend"): SettingsOption => ({
  key,
  version: 1,
  kind: "ema-atr",
  timeframeMs: HOUR,
  instruments: [...instruments],
});

it("tells what would be traded from what is not wanted and what the market lacks", () => {
  const of = { market: market(["BTC/USD", "ETH/USD"]), settings: settings(["BTC/USD", "SOL/USD"]), currency: "USD" };
  expect(outlookOf(of).map(({ symbol, fate }) => [symbol, fate])).toEqual([
    ["BTC/USD", "traded"],
    ["ETH/USD", "not_wanted"],
    ["SOL/USD", "no_bars"],
  ]);
  expect(outlookWarnings(of)).toEqual([]);
});

it("warns of a quote without a rate to the account's currency", () => {
  const of = { market: market(["BTC/USD"]), settings: settings(["BTC/USD"]), currency: "EUR" };
  expect(outlookWarnings(of)).toEqual([
    "Nothing could be traded: the account would decide at every close and never enter.",
    "BTC/USD: this market has no rate from the quote to EUR, so every entry would be refused.",
  ]);
});

it("warns of a quote that has a rate and that nothing buys", () => {
  const of = { market: market(["BTC/USD", "EUR/USD", "ETH/EUR"]), settings: settings(["BTC/USD", "ETH/EUR"]), currency: "EUR" };
  expect(outlookWarnings(of)).toEqual(["BTC/USD: nothing that it trades turns EUR into the quote, so no entry could be paid for."]);
});

it("warns of a market that stands still", () => {
  const of = { market: market(["BTC/USD"], { isMoving: false }), settings: settings(["BTC/USD"]), currency: "USD" };
  expect(outlookWarnings(of)).toEqual(["This market stands still: an account on it decides only in runs over its bars (npx ballast run)."]);
});

it("chooses the settings that can trade the most of the market", () => {
  const all = [settings(["DOGE/EUR"], "a"), settings(["BTC/USD", "ETH/USD"], "b"), settings(["BTC/USD"], "c")];
  expect(settingsFor(all, { market: market(["BTC/USD", "ETH/USD"]), currency: "USD" })?.key).toBe("b");
  expect(settingsFor([], { market: market(["BTC/USD"]), currency: "USD" })).toBeUndefined();
});
