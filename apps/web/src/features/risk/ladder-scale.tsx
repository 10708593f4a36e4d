import { bpsText, type LadderView } from "./ladder-words.ts";

/** How far an account has fallen on the way to its halt, with the rungs as marks. */
export function LadderScale({ ladder }: { readonly ladder: LadderView }) {
  const { drawdownBps, limits } = ladder;
  if (limits === undefined) return null;
  const wholeBps = Math.max(1, limits.drawdownBpsMax);
  const placeOf = (bps: number): string => `${Math.min(100, (bps / wholeBps) * 100)}%`;
  const words = `Drawdown ${bpsText(drawdownBps)}; rungs at ${bpsText(limits.riskAtBps)} and ${bpsText(limits.exposureAtBps)}, halt at ${bpsText(limits.drawdownBpsMax)}`;
  return (
    <div role="img" aria-label={words} title={words} className="relative h-2 min-w-24 rounded-inner bg-sunken">
      <span
        className={`absolute inset-y-0 left-0 rounded-inner ${ladder.rung === 0 ? "bg-accent" : "bg-loss-fill"}`}
        style={{ width: placeOf(drawdownBps) }}
      />
      {[limits.riskAtBps, limits.exposureAtBps].map((bps) => (
        <span key={bps} className="absolute -inset-y-0.5 w-px bg-line-strong" style={{ left: placeOf(bps) }} />
      ))}
    </div>
  );
}
