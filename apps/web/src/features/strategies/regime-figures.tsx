import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Panel } from "@ballast/ui/primitives/panel";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { RegimePoint } from "../shell/answers.ts";
import { RegimeMark } from "./regime-mark.tsx";
import { isRegime, REGIME_WORDS, trendWord } from "./regime-words.ts";

/** The market's weather now. */
export function RegimeFigures({ now }: { readonly now: RegimePoint | undefined }) {
  const known = isRegime(now?.regime) ? REGIME_WORDS[now.regime] : undefined;
  return (
    <Panel isFlush>
      <dl className="grid grid-cols-2 divide-line sm:grid-cols-5 sm:divide-x">
        <StatTile
          label="Regime"
          value={now === undefined ? "–" : <RegimeMark regime={now.regime} />}
          note={known?.meaning ?? "warms up over 30 days"}
        />
        <StatTile label="Volatility index" value={formatFigure(now?.volatilityIndex, 1)} note="points; bands at 20, 30, 40" />
        <StatTile label="Trend of the benchmark" value={now === undefined ? "–" : trendWord(now.trend)} note="over 24 h" />
        <StatTile label="Confidence" value={formatPercent(now?.confidence)} note="that it stands in a day" />
        <StatTile label="Breadth" value={formatPercent(now?.breadth)} note="of the market rises" />
      </dl>
    </Panel>
  );
}
