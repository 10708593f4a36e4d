"use client";

import { Sparkline } from "@ballast/ui/charts/sparkline";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { Panel } from "@ballast/ui/primitives/panel";
import { Wallet } from "lucide-react";
import { CreateAccountButton } from "../account/create-account-button.tsx";

/** An example of a curve, so that an empty page shows what it will hold. */
const EXAMPLE = [100, 100.4, 100.1, 100.9, 101.6, 101.2, 100.7, 101.5, 102.3, 102.1, 102.8, 103.6, 103.1, 104];

/** An empty workspace shows the next step and what it will lead to. */
export function FirstRun() {
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Panel>
        <EmptyState icon={<Wallet aria-hidden="true" />} title="Create a paper account" action={<CreateAccountButton isPrimary />}>
          It decides at every close with simulated money, and every decision leaves a receipt. No exchange key is needed.
        </EmptyState>
      </Panel>
      <Panel title="What it will look like" note="An example" actions={<ModeBadge mode="paper" />}>
        <div aria-hidden="true" className="flex flex-col gap-3 text-13 text-ink-muted">
          <Sparkline label="Example curve" values={EXAMPLE} widthPx={320} heightPx={72} />
          <p>10:00 · Sent 1 order for BTC/USD: the fast average crossed above the slow one</p>
          <p>11:00 · No trade: it already holds the position</p>
          <p>12:00 · Refused ETH/USD: total exposure would pass its limit</p>
        </div>
      </Panel>
    </div>
  );
}
