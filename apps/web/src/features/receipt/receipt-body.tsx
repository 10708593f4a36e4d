"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { decisionSentence } from "../decisions/decision-words.ts";
import type { ReceiptView } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { CampaignStep } from "./campaign-step.tsx";
import { ChainLine } from "./chain-line.tsx";
import { ChecksStep } from "./checks-step.tsx";
import { DataStep } from "./data-step.tsx";
import { FeaturesStep } from "./features-step.tsx";
import { HashList } from "./hash-list.tsx";
import { LadderStep } from "./ladder-step.tsx";
import { OrdersStep } from "./orders-step.tsx";
import { ReceiptSkeleton } from "./receipt-skeleton.tsx";
import { ReceiptStep } from "./receipt-step.tsx";
import { RegimeStep } from "./regime-step.tsx";
import { ReplayButton } from "./replay-button.tsx";
import { SizingStep } from "./sizing-step.tsx";
import { StrategyStep } from "./strategy-step.tsx";
import type { ReceiptQuery } from "./use-receipt.ts";

type Step = { readonly title: string; readonly note: string; readonly body: ReactNode; readonly isGoverned?: true };

/** From what was given to what was sent. Regime and campaigns are steps of governed strategies alone. */
function stepsOf(receipt: ReceiptView): readonly Step[] {
  const steps: readonly Step[] = [
    { title: "Data", note: "what it was given", body: <DataStep receipt={receipt} /> },
    { title: "Features", note: "what the snapshot showed", body: <FeaturesStep receipt={receipt} /> },
    { title: "Regime", note: "the weather of the market", body: <RegimeStep receipt={receipt} />, isGoverned: true },
    { title: "Strategies", note: "who may act, and what they made of it", body: <StrategyStep receipt={receipt} /> },
    { title: "Campaigns", note: "what became of each position", body: <CampaignStep receipt={receipt} />, isGoverned: true },
    { title: "Sizing", note: "how much, and what bound it", body: <SizingStep receipt={receipt} /> },
    { title: "Checks", note: "what the gate said", body: <ChecksStep receipt={receipt} /> },
    { title: "Orders", note: "what was sent, and what became of it", body: <OrdersStep receipt={receipt} /> },
    { title: "Limits", note: "drawdown ladder, daily loss, halts", body: <LadderStep receipt={receipt} /> },
    { title: "Proof", note: "every byte above, by its hash", body: <HashList receipt={receipt} /> },
  ];
  return receipt.content.settings?.kind === "governed" ? steps : steps.filter(({ isGoverned }) => isGoverned !== true);
}

function Steps({ receipt }: { readonly receipt: ReceiptView }) {
  return (
    <ol className="flex flex-col">
      {stepsOf(receipt).map(({ title, note, body }, index) => (
        <ReceiptStep key={title} n={index + 1} title={title} note={note}>
          {body}
        </ReceiptStep>
      ))}
    </ol>
  );
}

/** A receipt from top to bottom, the same on its page and beside a list. */
export function ReceiptBody({ query }: { readonly query: ReceiptQuery }) {
  return (
    <QueryView query={query} what="The receipt" loading={<ReceiptSkeleton />}>
      {(receipt) => (
        <div className={clsx("flex flex-col gap-3 transition-opacity", query.isPlaceholderData && "opacity-60")}>
          <p className="text-16 text-ink">{decisionSentence(receipt)}</p>
          <ChainLine receipt={receipt} />
          <ReplayButton key={`${receipt.runId}/${receipt.receiptSeq}`} receipt={receipt} />
          <Steps receipt={receipt} />
        </div>
      )}
    </QueryView>
  );
}
