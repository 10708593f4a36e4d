"use client";

import { clsx } from "clsx";
import { decisionSentence } from "../decisions/decision-words.ts";
import type { ReceiptView } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import { ChainLine } from "./chain-line.tsx";
import { ChecksStep } from "./checks-step.tsx";
import { DataStep } from "./data-step.tsx";
import { HashList } from "./hash-list.tsx";
import { OrdersStep } from "./orders-step.tsx";
import { ReceiptSkeleton } from "./receipt-skeleton.tsx";
import { ReceiptStep } from "./receipt-step.tsx";
import { SizingStep } from "./sizing-step.tsx";
import { StrategyStep } from "./strategy-step.tsx";
import type { ReceiptQuery } from "./use-receipt.ts";

function Steps({ receipt }: { readonly receipt: ReceiptView }) {
  return (
    <ol className="flex flex-col">
      <ReceiptStep n={1} title="Data" note="what it was given">
        <DataStep receipt={receipt} />
      </ReceiptStep>
      <ReceiptStep n={2} title="Features and strategy" note="what it saw, and what the strategy made of it">
        <StrategyStep receipt={receipt} />
      </ReceiptStep>
      <ReceiptStep n={3} title="Sizing" note="how much, and what bound it">
        <SizingStep receipt={receipt} />
      </ReceiptStep>
      <ReceiptStep n={4} title="Checks" note="what the gate said">
        <ChecksStep receipt={receipt} />
      </ReceiptStep>
      <ReceiptStep n={5} title="Orders" note="what was sent, and what became of it">
        <OrdersStep receipt={receipt} />
      </ReceiptStep>
      <ReceiptStep n={6} title="Proof" note="every byte above, by its hash">
        <HashList receipt={receipt} />
      </ReceiptStep>
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
          <ChainLine chain={receipt.chain} />
          <Steps receipt={receipt} />
        </div>
      )}
    </QueryView>
  );
}
