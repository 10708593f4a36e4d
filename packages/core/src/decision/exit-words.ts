import type { FillWhy } from "./booking.ts";
import { bareWordsOf } from "./reason-codes.ts";

const WORDS: Readonly<Record<FillWhy, string>> = {
  entry: "An entry was bought.",
  cross: "The averages crossed.",
  stop: "The protective stop was reached.",
  take_profit: "The take profit was reached.",
  end: "The run ended.",
  exit: "The strategy sold.",
  kill: "A kill switch sold it.",
  unprotected: "The position had no protective stop.",
};

/** What the order's own code says better than the kind of fill does: what a decision wanted, not what a venue's trigger did. */
const DECIDED: ReadonlySet<FillWhy> = new Set(["entry", "exit", "kill", "unprotected"]);

/**
 * Why a fill happened, as people read it. `exit` is every sale that a decision asked for, so there the
 * reason of the order tells which: a trend that is over, a gain that is harvested, a drawdown.
 */
export function fillWords(why: FillWhy, orderReason: string): string {
  return (DECIDED.has(why) ? bareWordsOf(orderReason) : undefined) ?? WORDS[why];
}

const KNOWN: ReadonlySet<string> = new Set(Object.keys(WORDS));

/** Whether a stored word is one of ours. */
export function isFillWhy(why: string): why is FillWhy {
  return KNOWN.has(why);
}
