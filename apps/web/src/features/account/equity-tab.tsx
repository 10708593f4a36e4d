"use client";

import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import type { AccountDetail } from "../shell/answers.ts";
import { QueryView } from "../shell/query-view.tsx";
import type { InAccount } from "./account-tabs.ts";
import { EQUITY_HEIGHT, EquityNote, EquityPanel } from "./equity-panel.tsx";

/** The account's equity and drawdown since it opened. */
export function EquityTab({ account, of }: { readonly account: AccountDetail; readonly of: InAccount }) {
  const trpc = useTRPC();
  const equity = useQuery(trpc.account.equity.queryOptions(of));
  const synthetic = account.market.isSynthetic ? <ModeBadge mode="synthetic" /> : undefined;
  const loading = (
    <Panel title="Equity" note={<EquityNote gaps={[]}>{synthetic}</EquityNote>} isFlush>
      <div className={EQUITY_HEIGHT}>
        <Skeleton className="size-full" />
      </div>
    </Panel>
  );
  return (
    <QueryView query={equity} what="The equity" loading={loading}>
      {(data) => (
        <EquityPanel
          title="Equity"
          note={synthetic}
          asset={data.asset}
          scale={data.scale}
          points={data.points}
          start={data.starting.units}
          gaps={data.gaps}
          csvName={`equity-${account.key}`}
        />
      )}
    </QueryView>
  );
}
