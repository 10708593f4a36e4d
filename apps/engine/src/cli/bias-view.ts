import type { BiasFill, FillDifference, StrategyLookAhead, StrategyWarmUp } from "@ballast/core/backtest/strategy-bias";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { BacktestBias } from "../usecases/backtest/bias.ts";
import { countedText, countText, utcText } from "./table.ts";

function fillJson(fill: BiasFill | null): Record<string, unknown> | null {
  if (fill === null) return null;
  const { atMs, symbol, side, quantity, priceUnits, why } = fill;
  return { ts: atMs, instrument: symbol, side, quantity_units: quantity.toString(), price: formatUnits(priceUnits, PRICE_SCALE), why };
}

function differenceJson({ n, expected, found }: FillDifference): Record<string, unknown> {
  return { fill: n, expected: fillJson(expected), found: fillJson(found) };
}

/** Whether a strategy knows the future, as a script reads it. */
export function lookAheadJson({ verdict, cuts, compared, leak }: StrategyLookAhead): Record<string, unknown> {
  const found = leak === null ? null : { cut_ts: leak.cutMs, ...differenceJson(leak) };
  return { verdict, cuts, fills_compared: compared, leak: found };
}

/** How much history a strategy needs, as a script reads it. */
export function warmUpJson({ verdict, settledBars, tries }: StrategyWarmUp): Record<string, unknown> {
  return {
    verdict,
    settled_bars: settledBars,
    tries: tries.map(({ bars, fills, difference }) => ({
      ...{ bars, fills, is_same: difference === null },
      first_difference: difference === null ? null : differenceJson(difference),
    })),
  };
}

/** The bias of a strategy as a script reads it. */
export function biasJson({ lookAhead, warmUp }: BacktestBias): Record<string, unknown> {
  return { look_ahead: lookAheadJson(lookAhead), warm_up: warmUpJson(warmUp) };
}

function fillText(fill: BiasFill | null): string {
  if (fill === null) return "nothing";
  return `${fill.side} ${fill.symbol} at ${utcText(fill.atMs)} for ${formatUnits(fill.priceUnits, PRICE_SCALE)}`;
}

/** The same in a sentence. */
export function lookAheadText({ verdict, cuts, compared, leak }: StrategyLookAhead): string {
  if (leak !== null)
    return `Look-ahead: LEAK. With the bars up to the open of ${utcText(leak.cutMs)} alone it does ${fillText(leak.expected)}; with all of them ${fillText(leak.found)}.`;
  if (verdict === "NO_FILLS") return "Look-ahead: not proved, for there was no fill to compare.";
  return `Look-ahead: none. ${countedText(compared, "fill")} before ${countText(cuts)} cuts, each followed by a rise and by a fall, ${compared === 1 ? "is" : "are"} to the unit those with all bars.`;
}

/** The same in a sentence. */
export function warmUpText({ verdict, settledBars, tries }: StrategyWarmUp): string {
  if (verdict === "NO_FILLS") return "Warm-up: not measured, for there was no fill to compare.";
  if (settledBars !== null)
    return `Warm-up: ${countedText(settledBars, "bar")} before a period ${settledBars === 1 ? "is" : "are"} enough for its fills to be those of the whole history.`;
  if (tries.length === 0) return "Warm-up: not measured, for there is no history before the period to cut short.";
  return `Warm-up: ${countText(tries.at(-1)?.bars ?? 0)} bars before the period are not enough for its fills to be those of the whole history.`;
}

/** The bias of a strategy as people read it. */
export function biasText(bias: BacktestBias): readonly string[] {
  return [lookAheadText(bias.lookAhead), warmUpText(bias.warmUp)];
}
