import { wordsOf } from "@ballast/core/decision/reason-codes";
import { formatDuration } from "@ballast/ui/format/duration";
import { Badge } from "@ballast/ui/primitives/badge";
import { reasonWords } from "../decisions/reason-words.ts";
import { priceText, quantityText } from "../shell/money-text.ts";
import type { FactView, ReceiptView } from "../shell/answers.ts";
import { CampaignStepMark } from "../strategies/campaign-step-mark.tsx";
import { campaignState } from "../strategies/campaign-words.ts";
import { strategyName } from "../strategies/strategy-words.ts";
import { FactCard } from "./fact-card.tsx";
import { groupFacts, stepOf } from "./fact-groups.ts";

type Campaign = ReceiptView["content"]["campaigns"][number];

/** Why the step was taken; the figures of that stand with the order that it led to. */
function stepSentence({ code, values }: FactView): string {
  const sentence = wordsOf(code, values).replace(/\s*\([^()]*\?[^()]*\)/g, "");
  return sentence.includes("?") ? `${reasonWords(code)}.` : sentence;
}

/** A step says its states by the mark, so they are no figures of the card. */
function StepCard({ fact, currency }: { readonly fact: FactView; readonly currency: string }) {
  const step = stepOf(fact);
  const values = step === undefined ? fact.values : fact.values.slice(2);
  return (
    <FactCard
      symbol={fact.symbol}
      sentence={stepSentence(fact)}
      code={fact.code}
      values={values}
      currency={currency}
      {...(step === undefined ? {} : { mark: <CampaignStepMark from={step[0]} to={step[1]} /> })}
    />
  );
}

function CampaignLine({ campaign, atMs }: { readonly campaign: Campaign; readonly atMs: number }) {
  const { word, tone } = campaignState(campaign.state);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1 text-13">
      <span className="font-medium text-ink">{campaign.symbol}</span>
      <Badge tone={tone}>{word}</Badge>
      <span className="text-ink-muted">{strategyName(campaign.strategy)}</span>
      <span className="ml-auto text-right text-ink">
        {quantityText(campaign.held)} {campaign.held.asset} held, marked at {priceText(campaign.mark)} {campaign.mark.asset},{" "}
        {formatDuration(atMs - campaign.sinceMs)} old
      </span>
    </li>
  );
}

/** What became of each campaign in this decision, and where all of them stand after it. */
export function CampaignStep({ receipt }: { readonly receipt: ReceiptView }) {
  const { campaign: facts } = groupFacts(receipt.facts);
  const { campaigns } = receipt.content;
  if (facts.length === 0 && campaigns.length === 0) return <p className="text-13 text-ink-muted">No campaign is on.</p>;
  return (
    <div className="flex flex-col gap-1.5">
      {facts.map((fact, index) => (
        <StepCard key={`${fact.symbol}/${fact.code}/${index}`} fact={fact} currency={receipt.equity.asset} />
      ))}
      {campaigns.length > 0 && (
        <ul aria-label="Campaigns after this decision">
          {campaigns.map((campaign) => (
            <CampaignLine key={campaign.symbol} campaign={campaign} atMs={receipt.atMs} />
          ))}
        </ul>
      )}
    </div>
  );
}
