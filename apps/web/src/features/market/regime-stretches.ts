import { REGIMES } from "@ballast/core/regime/regime";
import type { CandleStretch } from "@ballast/ui/charts/candle/candle-model";
import { formatUtc } from "@ballast/ui/format/time";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import type { RegimeChange } from "../shell/answers.ts";
import { isRegime, REGIME_WORDS, regimeWord, trendWord } from "../strategies/regime-words.ts";

function labelOf({ closeMs, from, regime, confidence, volatilityIndex, trend }: RegimeChange): string {
  const step = from === null ? regimeWord(regime) : `${regimeWord(from)} to ${regimeWord(regime)}`;
  return `${formatUtc(closeMs)} ${step}: volatility index ${formatFigure(volatilityIndex, 1)}, ${trendWord(trend)}, confidence ${formatPercent(confidence)}`;
}

const LEVELS = [1, 2, 3, 4] as const;

/**
 * The regimes between changes that arrive newest first, as the chart draws them. A regime is read at a
 * close, so its stretch begins with the bar that closed then, under the decision that read it.
 */
export function regimeStretches(changes: readonly RegimeChange[], timeframeMs: number): readonly CandleStretch[] {
  return changes
    .flatMap((change, index) => {
      const level = isRegime(change.regime) ? LEVELS[REGIMES.indexOf(change.regime)] : undefined;
      if (level === undefined || !isRegime(change.regime)) return [];
      const next = changes[index - 1];
      return {
        key: `regime:${change.closeMs}`,
        fromMs: change.closeMs - timeframeMs,
        toMs: next && next.closeMs - timeframeMs,
        level,
        word: REGIME_WORDS[change.regime].word,
        label: labelOf(change),
      };
    })
    .reverse();
}
