"use client";

import {
  GOVERNED_STRATEGIES,
  GOVERNED_STRATEGY_NAMES,
  REGIME_BUDGET_BPS,
  type GovernedStrategy,
} from "@ballast/core/strategy/governed/kinds";
import { REGIMES } from "@ballast/core/regime/regime";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import type { Column } from "@ballast/ui/table/column";
import { REGIME_WORDS } from "./regime-words.ts";
import { STRATEGY_WORDS } from "./strategy-words.ts";

const WHOLE_BPS = 10_000;

function columnsOf(now: string | undefined): readonly Column<GovernedStrategy>[] {
  return [
    {
      key: "strategy",
      header: "Strategy",
      value: (name) => STRATEGY_WORDS[name].name,
      cell: (name) => <span className="font-medium">{STRATEGY_WORDS[name].name}</span>,
    },
    {
      key: "does",
      header: "What it does",
      isFlexible: true,
      isWide: true,
      value: (name) => STRATEGY_WORDS[name].does,
      cell: (name) => <span title={STRATEGY_WORDS[name].does}>{STRATEGY_WORDS[name].does}</span>,
    },
    {
      key: "regimes",
      header: "Serves",
      value: (name) => GOVERNED_STRATEGIES[name].regimes.map((regime) => REGIME_WORDS[regime].word).join(", "),
      cell: (name) => (
        <span className="inline-flex gap-1">
          {GOVERNED_STRATEGIES[name].regimes.map((regime) => (
            <Badge key={regime} tone={regime === now ? REGIME_WORDS[regime].tone : "neutral"}>
              {REGIME_WORDS[regime].word}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      key: "ceiling",
      header: "Size ceiling",
      unit: "× base",
      align: "right",
      value: (name) => GOVERNED_STRATEGIES[name].multiplierBpsMax,
      cell: (name) => formatFigure(GOVERNED_STRATEGIES[name].multiplierBpsMax / WHOLE_BPS, 1),
    },
  ];
}

/** The six strategies: what each lives on, when it may act, and how large. */
export function StrategyTable({ regime }: { readonly regime: string | undefined }) {
  const budgets = REGIMES.map((one) => `${REGIME_WORDS[one].word} ${formatPercent(REGIME_BUDGET_BPS[one] / WHOLE_BPS)}`).join(", ");
  return (
    <Panel title="The six strategies" note="At most two at once; one has all, two share 30 to 70 % by confidence." isFlush>
      <DataTable
        caption="The six strategies"
        columns={columnsOf(regime)}
        rows={GOVERNED_STRATEGY_NAMES}
        rowKey={(name) => name}
        hasToolbar={false}
        footer={
          <p className="border-t border-line px-3 py-2 text-12 text-ink-muted">
            Part of the exposure cap that a regime leaves to them: {budgets}.
          </p>
        }
      />
    </Panel>
  );
}
