import type { DecisionRow } from "../shell/answers.ts";
import { reasonWords } from "./reason-words.ts";

export type DecisionTone = "acted" | "quiet" | "refused" | "late" | "skipped";

/** What the outcome means for the eye; an outcome we do not know is shown as quiet, with its own name. */
export function decisionTone(outcome: string): DecisionTone {
  switch (outcome) {
    case "INTENTS":
      return "acted";
    case "REFUSED":
      return "refused";
    case "LATE":
      return "late";
    case "SKIPPED":
      return "skipped";
    default:
      return "quiet";
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  INTENTS: "Ordered",
  NO_TRADE: "No trade",
  REFUSED: "Refused",
  LATE: "Late",
  SKIPPED: "Skipped",
};

/** The outcome in a word or two. */
export function outcomeWord(outcome: string): string {
  return OUTCOMES[outcome] ?? reasonWords(outcome);
}

const SYMBOLS_NAMED = 3;
const REASONS_NAMED = 2;
/** These say what was looked at and how it was sized or judged, not why it was decided. */
const NOT_WHY: ReadonlySet<string> = new Set(["SIZED", "CHECKS_NOT_APPLICABLE", "REGIME_READ", "STRATEGIES_CHOSEN"]);

function named(names: readonly string[]): string {
  const rest = names.length - SYMBOLS_NAMED;
  return rest > 0 ? `${names.slice(0, SYMBOLS_NAMED).join(", ")} and ${rest} more` : names.join(", ");
}

/** The weightiest reasons as short sentences; codes come most important first. */
function reasonsOf(codes: readonly string[]): string {
  const why = [...new Set(codes)].filter((code) => !NOT_WHY.has(code));
  return why
    .slice(0, REASONS_NAMED)
    .map((code) => `${reasonWords(code)}.`)
    .join(" ");
}

function leadOf(row: Pick<DecisionRow, "outcome" | "symbols" | "intents" | "refusals">): string {
  const symbols = named(row.symbols);
  switch (decisionTone(row.outcome)) {
    case "acted": {
      const refused = row.refusals > 0 ? `, refused ${row.refusals}` : "";
      return `Sent ${row.intents} order${row.intents === 1 ? "" : "s"}${symbols === "" ? "" : ` for ${symbols}`}${refused}.`;
    }
    case "refused":
      return symbols === "" ? "Refused." : `Refused ${symbols}.`;
    case "late":
      return "Came late, so it could only reduce.";
    case "skipped":
      return "Skipped.";
    case "quiet":
      return "No trade.";
  }
}

/** What the badge says already and a sentence need not repeat. */
const SAID_BY_BADGE: ReadonlySet<DecisionTone> = new Set(["quiet", "skipped"]);

/** The sentence beside the outcome's own badge: `No trade` is not said twice. */
export function decisionReason(row: Pick<DecisionRow, "outcome" | "reasonCodes" | "symbols" | "intents" | "refusals">): string {
  const reasons = reasonsOf(row.reasonCodes);
  return SAID_BY_BADGE.has(decisionTone(row.outcome)) && reasons !== "" ? reasons : decisionSentence(row);
}

/** A decision in words: `Sent 1 order for BTC/USD. The fast average crossed above the slow one: buy.` */
export function decisionSentence(row: Pick<DecisionRow, "outcome" | "reasonCodes" | "symbols" | "intents" | "refusals">): string {
  return `${leadOf(row)} ${reasonsOf(row.reasonCodes)}`.trim();
}
