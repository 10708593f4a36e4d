import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import type { ReceiptView } from "../shell/answers.ts";
import { isRegime, REGIME_WORDS, trendWord } from "../strategies/regime-words.ts";
import { groupFacts } from "./fact-groups.ts";
import { LineList } from "./line-list.tsx";

/** What weather the market was in, and how sure that is. */
export function RegimeStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { regime: facts } = groupFacts(receipt.facts);
  const read = facts.find(({ code }) => code === "REGIME_READ");
  if (read === undefined)
    return (
      <p className="text-13 text-ink-muted">
        {facts.length === 0 ? "Not read for this decision." : "Not known yet: it warms up, or its benchmark has no bar."}
      </p>
    );
  const values = new Map(read.values);
  const figure = (name: string): number => Number(values.get(name) ?? Number.NaN);
  const regime = values.get("regime");
  const known = isRegime(regime) ? REGIME_WORDS[regime] : undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-2 text-13">
        <Badge tone={known?.tone ?? "neutral"}>{known?.word ?? regime}</Badge>
        <span className="text-ink-muted">{known?.meaning}</span>
      </p>
      <LineList
        lines={[
          { label: "Volatility index", value: `${formatFigure(figure("volatilityIndex"), 1)} points` },
          { label: "Trend of the benchmark", value: trendWord(figure("trend")) },
          { label: "Confidence that it stands in a day", value: formatPercent(figure("confidence")) },
          { label: "Risk score", value: `${formatFigure(figure("riskScore"), 0)} of 100` },
          { label: "Part of the market that rises", value: formatPercent(figure("breadth")) },
        ]}
      />
    </div>
  );
}
