"use client";

import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { StudyForm } from "./study-form.tsx";

/** Asks for a study. What is wrong is said at its field before there is any work. */
export function NewStudyScreen() {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const datasets = useQuery(trpc.lab.datasets.queryOptions({ workspaceId: workspace.id }));
  const loading = (
    <div role="status" aria-label="The datasets are on their way" className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_380px]">
      <Skeleton className="h-200 w-full" />
      <Skeleton className="h-120 w-full" />
    </div>
  );
  return (
    <>
      <PageHeader title="New study" state="Decided exactly as it is decided live, over stored bars." />
      <QueryView query={datasets} what="The datasets" loading={loading}>
        {(all) =>
          all.length === 0 ? (
            <Panel>
              <EmptyState icon={<Database aria-hidden="true" />} title="No bars are stored yet">
                Whoever runs the installation imports them: <code className="font-mono">npx ballast import-bars</code>.
              </EmptyState>
            </Panel>
          ) : (
            <StudyForm datasets={all} />
          )
        }
      </QueryView>
    </>
  );
}
