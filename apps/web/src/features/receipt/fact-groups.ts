import type { FactView } from "../shell/answers.ts";

/** Facts by the step they belong to. What no step claims is the strategy's: nothing is left out. */
export type FactGroups = {
  readonly strategy: readonly FactView[];
  readonly sizing: readonly FactView[];
  readonly checks: readonly FactView[];
};

const SIZING: ReadonlySet<string> = new Set(["SIZED", "EQUITY_STALE"]);
const CHECKS: ReadonlySet<string> = new Set(["CHECKS_NOT_APPLICABLE", "WINDOW_DOWNTIME", "ORDER_PENDING"]);

export function groupFacts(facts: readonly FactView[]): FactGroups {
  return {
    strategy: facts.filter(({ code }) => !SIZING.has(code) && !CHECKS.has(code)),
    sizing: facts.filter(({ code }) => SIZING.has(code)),
    checks: facts.filter(({ code }) => CHECKS.has(code)),
  };
}
