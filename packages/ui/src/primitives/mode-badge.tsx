import { clsx } from "clsx";

export type MarketMode = "paper" | "live" | "synthetic";

const LOOKS: Record<MarketMode, { readonly word: string; readonly meaning: string; readonly look: string }> = {
  paper: { word: "PAPER", meaning: "Simulated orders with simulated money", look: "border-paper-solid bg-paper-solid text-on-solid" },
  live: { word: "LIVE", meaning: "Real orders with real money", look: "border-halt-solid bg-halt-solid text-on-solid" },
  synthetic: {
    word: "SYNTHETIC",
    meaning: "Prices are generated, not from a venue",
    look: "border-warn-line bg-warn-soft bg-hatch text-ink",
  },
};

/** The mode, which can't be mistaken: blue for paper, red for live, hatched where prices are made up. */
export function ModeBadge({ mode, isCompact = false }: { readonly mode: MarketMode; readonly isCompact?: boolean }) {
  const { word, meaning, look } = LOOKS[mode];
  return (
    <span
      title={meaning}
      className={clsx("inline-flex h-5 shrink-0 items-center rounded-inner border px-1.5 text-12 font-semibold tracking-wide", look)}
    >
      {isCompact && mode === "synthetic" ? (
        <abbr className="no-underline" title={meaning}>
          SYNTH
        </abbr>
      ) : (
        word
      )}
    </span>
  );
}
