import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { clsx } from "clsx";
import type { WorkspaceStatus } from "./answers.ts";
import { useVenue, type VenueSight } from "./use-venue.ts";

const LOOKS: Record<VenueSight["state"], { readonly mark: string; readonly look: string }> = {
  online: { mark: "●", look: "text-gain" },
  degraded: { mark: "◐", look: "text-warn" },
  down: { mark: "○", look: "text-halt" },
  unknown: { mark: "?", look: "text-warn" },
};

/** Whether the place where orders go answers. The mark's fill says it as its colour does, and the word says it again. */
export function VenueState({ status }: { readonly status: WorkspaceStatus | undefined }) {
  const venue = useVenue(status);
  if (venue === undefined) return <Skeleton className="h-4 w-20" />;
  const { name, state, detail } = venue;
  const { mark, look } = LOOKS[state];
  return (
    <span title={detail} className="flex items-center gap-1.5 text-12 whitespace-nowrap text-ink-muted">
      <span aria-hidden="true" className={clsx("text-12", look)}>
        {mark}
      </span>
      {name} {state}
    </span>
  );
}
