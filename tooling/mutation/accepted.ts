import type { Mutant } from "./mutants.ts";

/** A mutant that changes nothing anyone can see, with why. Named by its file, line of source and change, so that it goes when they do. */
export type Accepted = Pick<Mutant, "file" | "source" | "change"> & { readonly why: string };

const RISK = "packages/core/src/risk";

export const ACCEPTED: readonly Accepted[] = [
  {
    file: `${RISK}/extremes.ts`,
    source: "return right > left ? right : left;",
    change: "> becomes >=",
    why: "Of two that are equal either is the larger.",
  },
  {
    file: `${RISK}/extremes.ts`,
    source: "return right < left ? right : left;",
    change: "< becomes <=",
    why: "Of two that are equal either is the smaller.",
  },
  {
    file: `${RISK}/clusters.ts`,
    source: "if (one === undefined || other === undefined) return undefined;",
    change: "|| becomes &&",
    why: "One place that is missing makes an index that is no number, and nothing stands there.",
  },
  {
    file: `${RISK}/ladder.ts`,
    source: 'const code = after > before ? "DRAWDOWN_RUNG_REACHED" : "DRAWDOWN_RUNG_LEFT";',
    change: "> becomes >=",
    why: "It is asked of two rungs that differ.",
  },
];
