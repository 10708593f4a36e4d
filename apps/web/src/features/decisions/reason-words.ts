import { bareWordsOf } from "@ballast/core/decision/reason-codes";

/** Words for what is not a reason code of a decision: why a fill happened, why an order ended. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  entry: "Entry",
  cross: "The averages crossed",
  stop: "The protective stop",
  take_profit: "The take profit",
  end: "The run ended",
  exit: "Exit",
  kill: "A kill switch",
  unprotected: "The position had no protective stop",
  POSITION_REDUCED: "The position it protected became smaller",
};

function spelledOut(code: string): string {
  const words = code.toLowerCase().replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/**
 * A code in words without its facts, as lists show it. A sentence whose figures are not at hand would
 * have holes; then the code's own name is spelled out instead.
 */
export function reasonWords(code: string): string {
  const other = OTHER_WORDS[code];
  if (other !== undefined) return other;
  const sentence = bareWordsOf(code);
  if (sentence === undefined) return spelledOut(code);
  return sentence.replace(/^Refused: (\w)/, (_match, first: string) => first.toUpperCase()).replace(/\.$/, "");
}
