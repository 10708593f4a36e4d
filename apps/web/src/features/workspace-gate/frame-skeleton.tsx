import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { EntranceBand } from "../readiness/entrance-band.tsx";

/** The frame in its exact size while it is found out who is asking. */
export function FrameSkeleton() {
  return (
    <div className="flex min-h-dvh" role="status" aria-label="Opening the workspace">
      <div className="hidden w-48 shrink-0 border-r border-line bg-surface md:block" />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="h-12 border-b border-line bg-surface" />
        <EntranceBand>
          <div className="h-13 border-b border-line md:h-9" />
        </EntranceBand>
        <main className="p-3 md:p-4">
          <Skeleton className="h-7 w-48" />
        </main>
      </div>
    </div>
  );
}
