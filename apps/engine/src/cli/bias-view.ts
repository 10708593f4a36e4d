import { isOrder, type ActDifference, type StrategyLookAhead, type StrategyWarmUp } from "@ballast/core/backtest/strategy-bias";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { BacktestBias } from "../usecases/backtest/bias.ts";
import { countedText, countText, utcText } from "./table.ts";

type Act = ActDifference["expected"];

function stopText(stopOffsetUnits: bigint | undefined): string | null {
  return stopOffsetUnits === undefined ? null : formatUnits(stopOffsetUnits, PRICE_SCALE);
}

function actJson(act: Act): Record<string, unknown> | null {
  if (act === null) return null;
  const { atMs, symbol, side, quantity } = act;
  const own = isOrder(act)
    ? { stop_offset: stopText(act.stopOffsetUnits), reason: act.reason }
    : { price: formatUnits(act.priceUnits, PRICE_SCALE), why: act.why };
  return { act: isOrder(act) ? "order" : "fill", ts: atMs, instrument: symbol, side, quantity_units: quantity.toString(), ...own };
}

function differenceJson({ n, expected, found }: ActDifference): Record<string, unknown> {
  return { n, expected: actJson(expected), found: actJson(found) };
}

/** Whether a strategy knows the future, as a script reads it. */
export function lookAheadJson({ verdict, cuts, compared, leak }: StrategyLookAhead): Record<string, unknown> {
  const found = leak === null ? null : { cut_ts: leak.cutMs, ...differenceJson(leak) };
  return { verdict, cuts, compared, leak: found };
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

function actText(act: Act): string {
  if (act === null) return "nothing";
  const what = `${act.side} ${act.symbol} at ${utcText(act.atMs)}`;
  if (!isOrder(act)) return `${what} for ${formatUnits(act.priceUnits, PRICE_SCALE)}`;
  const stop = stopText(act.stopOffsetUnits);
  return stop === null ? `an order to ${what}` : `an order to ${what} with its stop ${stop} away`;
}

/** The same in a sentence. */
export function lookAheadText({ verdict, cuts, compared, leak }: StrategyLookAhead): string {
  if (leak !== null)
    return `Look-ahead: LEAK. With the bars up to the open of ${utcText(leak.cutMs)} alone it does ${actText(leak.expected)}; with all of them ${actText(leak.found)}.`;
  if (verdict === "NO_FILLS") return "Look-ahead: not proved, for there was no order to compare.";
  return `Look-ahead: none. ${countedText(compared, "order")} and fills before ${countText(cuts)} cuts, each followed by a rise and by a fall, ${compared === 1 ? "is" : "are"} to the unit those with all bars.`;
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
