import type { FactView } from "../shell/answers.ts";

/** Facts by the step they belong to. What no step claims is the strategy's: nothing is left out. */
export type FactGroups = {
  readonly strategy: readonly FactView[];
  readonly sizing: readonly FactView[];
  readonly checks: readonly FactView[];
};

const SIZING: ReadonlySet<string> = new Set(["SIZED", "EQUITY_STALE"]);
const CHECKS: ReadonlySet<string> = new Set(["CHECKS_NOT_APPLICABLE", "WINDOW_DOWNTIME", "ORDER_PENDING"]);

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
  return {
    strategy: facts.filter(({ code }) => !SIZING.has(code) && !CHECKS.has(code)),
    sizing: facts.filter(({ code }) => SIZING.has(code)),
    checks: facts.filter(({ code }) => CHECKS.has(code)),
  };
}
