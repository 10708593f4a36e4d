/**
 * What the stable codes of a decision say to a person. A code that is not here yet is spelled out
 * from its own name, so that nothing is ever shown as a bare code alone.
 */
const WORDS: Readonly<Record<string, string>> = {
  // The strategy's reasons.
  CROSS_UP: "the fast average crossed above the slow one",
  CROSS_DOWN: "the fast average crossed below the slow one",
  NO_CROSS: "the averages did not cross",
  ALREADY_LONG: "it already holds the position",
  ALREADY_FLAT: "there is nothing to sell",
  WARMING_UP: "the indicators are still warming up",
  BAR_ABSENT: "no bar closed for the instrument",
  // What else makes orders.
  PROTECTIVE_STOP: "the protective stop",
  TAKE_PROFIT: "the take profit",
  RUN_END: "the run ended",
  // Why a slot is not decided.
  WINDOW_DOWNTIME: "the daily downtime",
  LATE: "it came more than five minutes late",
};

function spelledOut(code: string): string {
  return code.toLowerCase().replaceAll("_", " ");
}

/** A code in words, to stand inside a sentence. */
export function reasonWords(code: string): string {
  return WORDS[code] ?? spelledOut(code);
}

export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
