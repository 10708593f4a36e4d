import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { StatSkeleton } from "../shell/stat-skeleton.tsx";

/** The account's page in the size that it will have. */
export function AccountSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <StatSkeleton isLead />
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_300px]">
        <div className="min-w-0">
          <div className="mb-3 h-9 border-b border-line" />
          <Panel isFlush>
            <SkeletonRows count={8} label="The account is on its way" />
          </Panel>
        </div>
        <Panel title="Now" className="max-lg:hidden">
          <SkeletonRows count={8} label="Its state is on its way" />
        </Panel>
      </div>
    </div>
  );
}
