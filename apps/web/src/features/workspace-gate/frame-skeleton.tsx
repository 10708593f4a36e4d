import { Skeleton } from "@ballast/ui/primitives/skeleton";

/** The frame in its exact size while it is found out who is asking. */
export function FrameSkeleton() {
  return (
    <div className="flex min-h-dvh" role="status" aria-label="Opening the workspace">
      <div className="hidden w-48 shrink-0 border-r border-line bg-surface md:block" />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="h-12 border-b border-line bg-surface" />
        <div className="h-9 border-b border-line" />
        <main className="p-3 md:p-4">
          <Skeleton className="h-7 w-48" />
        </main>
      </div>
    </div>
  );
}
