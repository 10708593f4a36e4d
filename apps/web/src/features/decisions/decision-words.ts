import type { DecisionRow } from "../shell/answers.ts";
import { capitalised, reasonWords } from "./reason-words.ts";

export type DecisionTone = "acted" | "quiet" | "refused" | "late";

/** What the outcome means for the eye; an outcome we do not know is shown as quiet, with its own name. */
export function decisionTone(outcome: string): DecisionTone {
  switch (outcome) {
    case "INTENTS":
      return "acted";
    case "REFUSED":
      return "refused";
    case "LATE":
      return "late";
    default:
      return "quiet";
  }
}

const OUTCOMES: Readonly<Record<string, string>> = { INTENTS: "Ordered", NO_TRADE: "No trade", REFUSED: "Refused", LATE: "Late" };

export function outcomeWord(outcome: string): string {
  return OUTCOMES[outcome] ?? capitalised(outcome.toLowerCase().replaceAll("_", " "));
}

const SYMBOLS_NAMED = 3;
const REASONS_NAMED = 2;

function named(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

function reasonsOf(codes: readonly string[]): string {
  return named([...new Set(codes)].map(reasonWords), REASONS_NAMED);
}

/** A decision as a sentence: `Sent 2 orders for BTC/USD, ETH/USD: the fast average crossed above the slow one`. */
export function decisionSentence(row: Pick<DecisionRow, "outcome" | "reasonCodes" | "symbols" | "intents" | "refusals">): string {
  const symbols = named(row.symbols, SYMBOLS_NAMED);
  const reasons = reasonsOf(row.reasonCodes);
  const because = reasons === "" ? "" : `: ${reasons}`;
  switch (decisionTone(row.outcome)) {
    case "acted": {
      const refused = row.refusals > 0 ? `, refused ${row.refusals}` : "";
      return `Sent ${row.intents} order${row.intents === 1 ? "" : "s"}${symbols === "" ? "" : ` for ${symbols}`}${refused}${because}`;
    }
    case "refused":
      return `Refused${symbols === "" ? "" : ` ${symbols}`}${because}`;
    case "late":
      return `Came late, so it may only reduce${because}`;
    case "quiet":
      return `No trade${because}`;
  }
}
