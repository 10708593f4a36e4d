"use client";

import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { Tearsheet } from "./tearsheet.tsx";

/** One page of paper on one backtest. */
export function TearsheetScreen({ studyId }: { readonly studyId: string }) {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const study = useQuery(trpc.lab.byId.queryOptions({ workspaceId: workspace.id, studyId }));
  return (
    <QueryView query={study} what="The study" loading={<Skeleton className="mx-auto h-280 w-full max-w-[210mm]" />}>
      {(data) =>
        data.result?.kind === "backtest" ? (
          <Tearsheet study={data} report={data.result.report} facts={data.result} />
        ) : (
          <Panel>
            <EmptyState title="This study has no tearsheet">A tearsheet is of one backtest that is done.</EmptyState>
          </Panel>
        )
      }
    </QueryView>
  );
}
