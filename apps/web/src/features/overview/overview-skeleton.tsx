import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { EQUITY_HEIGHT } from "../account/equity-panel.tsx";
import { StatSkeleton } from "../shell/stat-skeleton.tsx";
import { NowAndNext } from "./now-and-next.tsx";
import { OverviewGrid } from "./overview-grid.tsx";

/** The overview in the size that it will have. */
export function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <StatSkeleton isLead />
      <OverviewGrid
        now={<NowAndNext />}
        waiting={
          <Panel title="Waits for you" isFlush>
            <Skeleton className="h-12" />
          </Panel>
        }
      >
        <Panel title="Equity" isFlush>
          <div className={EQUITY_HEIGHT}>
            <Skeleton className="size-full" />
          </div>
        </Panel>
        <Panel title="Last decisions" isFlush>
          <SkeletonRows count={8} label="Decisions on their way" />
        </Panel>
      </OverviewGrid>
    </div>
  );
}
