import { Panel } from "@ballast/ui/primitives/panel";
import { Skeleton } from "@ballast/ui/primitives/skeleton";
import { CANDLE_HEIGHT } from "./candle-height.ts";

/** The chart's place, in its size. */
export function CandleSkeleton() {
  return (
    <Panel title="Candles" isFlush>
      <div className={CANDLE_HEIGHT}>
        <Skeleton className="size-full" />
      </div>
    </Panel>
  );
}
