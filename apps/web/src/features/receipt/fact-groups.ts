import type { FactView } from "../shell/answers.ts";

/** Facts by the step they belong to. What no step claims is the strategy's: nothing is left out. */
export type FactGroups = {
  readonly regime: readonly FactView[];
  readonly strategy: readonly FactView[];
  readonly campaign: readonly FactView[];
  readonly sizing: readonly FactView[];
  readonly checks: readonly FactView[];
  readonly ladder: readonly FactView[];
};

type Group = keyof FactGroups;

const GROUP_BY_CODE: Readonly<Record<string, Group>> = {
  REGIME_READ: "regime",
  REGIME_UNKNOWN: "regime",
  CAMPAIGN_HOLDS: "campaign",
  CAMPAIGN_RESTS: "campaign",
  DROP_HELD: "campaign",
  PART_TOO_SMALL: "campaign",
  SIZED: "sizing",
  EQUITY_STALE: "ladder",
  LADDER_STALE: "ladder",
  LADDER_REARMED: "ladder",
  DRAWDOWN_RUNG_REACHED: "ladder",
  DRAWDOWN_RUNG_LEFT: "ladder",
  DRAWDOWN_HALT: "ladder",
  DAILY_LOSS_HALT: "ladder",
  CHECKS_NOT_APPLICABLE: "checks",
  WINDOW_DOWNTIME: "checks",
  ORDER_PENDING: "checks",
};

/** The states that a campaign's step went from and to; undefined of every other fact. */
export function stepOf({ symbol, values }: Pick<FactView, "symbol" | "values">): readonly [from: string, to: string] | undefined {
  const [first, second] = values;
  return symbol !== "" && first?.[0] === "from" && second?.[0] === "to" ? [first[1], second[1]] : undefined;
}

function groupOf(fact: FactView): Group {
  return GROUP_BY_CODE[fact.code] ?? (stepOf(fact) === undefined ? "strategy" : "campaign");
}

/** Instruments of which the same was found, without a figure, stand together; the order of first mention stays. */
export function mergeBareFacts(facts: readonly FactView[]): readonly FactView[] {
  const bare = new Map<string, string[]>();
  for (const { code, symbol, values } of facts) if (values.length === 0) bare.set(code, [...(bare.get(code) ?? []), symbol]);
  const merged: FactView[] = [];
  for (const fact of facts) {
    if (fact.values.length > 0) merged.push(fact);
    else if (bare.has(fact.code)) {
      merged.push({ ...fact, symbol: (bare.get(fact.code) ?? []).join(", ") });
      bare.delete(fact.code);
    }
  }
  return merged;
}

export function groupFacts(facts: readonly FactView[]): FactGroups {
  const of = (group: Group): readonly FactView[] => facts.filter((fact) => groupOf(fact) === group);
  return {
    regime: of("regime"),
    strategy: of("strategy"),
    campaign: of("campaign"),
    sizing: of("sizing"),
    checks: of("checks"),
    ladder: of("ladder"),
  };
}
