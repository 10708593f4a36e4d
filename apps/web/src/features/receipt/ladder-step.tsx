import { formatUtc } from "@ballast/ui/format/time";
import { LadderScale } from "../risk/ladder-scale.tsx";
import { bpsText, nextRungText, rungWords } from "../risk/ladder-words.ts";
import { moneyText } from "../shell/money-text.ts";
import type { ReceiptView } from "../shell/answers.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts } from "./fact-groups.ts";
import { LineList } from "./line-list.tsx";

type LadderView = NonNullable<ReceiptView["content"]["ladder"]>;

/** Before anything was ever held no day has counted yet. */
function dayOpenText({ dayOpen, dayStartMs }: LadderView): string {
  return dayStartMs === 0 ? moneyText(dayOpen) : `${moneyText(dayOpen)}, ${formatUtc(dayStartMs).slice(0, 10)}`;
}

function Figures({ ladder }: { readonly ladder: LadderView }) {
  const { limits } = ladder;
  const limit = (bps: number | undefined): string => (bps === undefined ? "" : ` (halt at ${bpsText(bps)})`);
  return (
    <>
      <p className="text-13 text-ink">{rungWords(ladder)}</p>
      <LadderScale ladder={ladder} />
      <LineList
        lines={[
          { label: "Equity", value: moneyText(ladder.equity) },
          { label: "High-water mark", value: moneyText(ladder.highWater) },
          { label: "Drawdown", value: `${bpsText(ladder.drawdownBps)}${limit(limits?.drawdownBpsMax)}` },
          { label: "Next consequence", value: nextRungText(ladder) ?? "–" },
          { label: "Day’s opening equity", value: dayOpenText(ladder) },
          { label: "Lost today", value: `${bpsText(Math.max(0, ladder.dayLossBps))}${limit(limits?.dailyLossBpsMax)}` },
        ]}
      />
    </>
  );
}

/** Where the account stood on the drawdown ladder and in its day, what that set in motion, and which halts were in force. */
export function LadderStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { ladder, kills } = receipt.content;
  const { ladder: facts } = groupFacts(receipt.facts);
  return (
    <div className="flex flex-col gap-1.5">
      {ladder === undefined ? (
        <p className="text-13 text-ink-muted">
          The books after this decision were not kept by themselves: the next one followed in the same commit.
        </p>
      ) : (
        <Figures ladder={ladder} />
      )}
      {facts.map((fact) => (
        <FactCard key={fact.code} symbol="" code={fact.code} values={fact.values} currency={receipt.equity.asset} />
      ))}
      <p className="text-13 text-ink-muted">
        {kills.length === 0
          ? "No kill switch was in force."
          : `In force: ${kills.map(({ scope, verb, sinceMs }) => `${verb.replaceAll("_", " ")} of the ${scope} since ${formatUtc(sinceMs)} UTC`).join("; ")}.`}
      </p>
    </div>
  );
}
