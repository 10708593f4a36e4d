import { unpayableInstruments } from "@ballast/core/ledger/payable-instruments";
import { assetOf } from "@ballast/core/money/asset";
import type { AccountOptions } from "../shell/answers.ts";

export type MarketOption = AccountOptions["markets"][number];
export type SettingsOption = AccountOptions["settings"][number];

/** What becomes of an instrument in an account that is not there yet. */
export type InstrumentFate = "traded" | "no_rate" | "no_money" | "not_wanted" | "no_bars";

export type InstrumentOutlook = { readonly symbol: string; readonly quote: string; readonly fate: InstrumentFate };

type Wanted = { readonly market: MarketOption; readonly settings: SettingsOption; readonly currency: string };

/**
 * Every instrument of the market, and those that the strategy wants and the market lacks: what the
 * account would trade, and what not and why. What it can't pay for comes with the same rule as in runs.
 */
export function outlookOf({ market, settings, currency }: Wanted): readonly InstrumentOutlook[] {
  const universe = market.instruments.map(({ symbol, base, quote }) => ({ symbol, base: assetOf(base), quote: assetOf(quote) }));
  const traded = universe.filter(({ symbol }) => settings.instruments.includes(symbol));
  const faults = new Map(unpayableInstruments({ traded, universe, baseCurrency: currency }).map(({ symbol, why }) => [symbol, why]));
  const known = universe.map(({ symbol, quote }): InstrumentOutlook => {
    const isWanted = settings.instruments.includes(symbol);
    return { symbol, quote: quote.code, fate: isWanted ? (faults.get(symbol) ?? "traded") : "not_wanted" };
  });
  const missing = settings.instruments
    .filter((symbol) => universe.every((instrument) => instrument.symbol !== symbol))
    .map((symbol): InstrumentOutlook => ({ symbol, quote: "", fate: "no_bars" }));
  return [...known, ...missing];
}

const tradedIn = (of: Wanted): number => outlookOf(of).filter(({ fate }) => fate === "traded").length;

/** The settings that can trade the most of a market with a currency; the first of equals. */
export function settingsFor(
  all: readonly SettingsOption[],
  of: { readonly market: MarketOption; readonly currency: string },
): SettingsOption | undefined {
  const matching = all.filter(({ timeframeMs }) => timeframeMs === of.market.timeframeMs);
  return [...(matching.length === 0 ? all : matching)].sort(
    (left, right) => tradedIn({ ...of, settings: right }) - tradedIn({ ...of, settings: left }),
  )[0];
}

const NAMED_MAX = 3;

function namesOf(outlook: readonly InstrumentOutlook[], fate: InstrumentFate): string {
  const symbols = outlook.filter((one) => one.fate === fate).map(({ symbol }) => symbol);
  const rest = symbols.length - NAMED_MAX;
  return rest <= 0 ? symbols.join(", ") : `${symbols.slice(0, NAMED_MAX).join(", ")} and ${rest} more`;
}

/** Why entries would be refused or can't come, in words; empty where all is well. */
export function outlookWarnings(of: Wanted): readonly string[] {
  const { market, settings, currency } = of;
  const outlook = outlookOf(of);
  const [noRate, noMoney] = [namesOf(outlook, "no_rate"), namesOf(outlook, "no_money")];
  return [
    ...(outlook.some(({ fate }) => fate === "traded")
      ? []
      : ["Nothing could be traded: the account would decide at every close and never enter."]),
    ...(noRate === "" ? [] : [`${noRate}: this market has no rate from the quote to ${currency}, so every entry would be refused.`]),
    ...(noMoney === "" ? [] : [`${noMoney}: nothing that it trades turns ${currency} into the quote, so no entry could be paid for.`]),
    ...(settings.timeframeMs === market.timeframeMs ? [] : ["The strategy reads bars of another length than this market has."]),
    ...(market.isMoving ? [] : ["This market stands still: an account on it decides only in runs over its bars (npx ballast run)."]),
  ];
}
