import type { KillFact } from "@ballast/core/decision/decide-types";
import { bareWordsOf } from "@ballast/core/decision/reason-codes";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@ballast/core/time/timeframe";
import type { KillAuthor } from "@ballast/db/repositories/parity-rows";

/** Sentences of a parity report. */

const VERBS: Readonly<Record<KillFact["verb"], string>> = {
  block_entries: "block entries",
  reduce_only: "reduce only",
  cancel: "cancel",
  flatten: "flatten",
};
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const momentText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A span in its two largest units. */
export function spanText(ms: number): string {
  const abs = Math.abs(ms);
  if (abs < MINUTE_MS) return `${(abs / SECOND_MS).toFixed(abs % SECOND_MS === 0 ? 0 : 1)} s`;
  if (abs < HOUR_MS) return `${Math.floor(abs / MINUTE_MS)} min ${Math.floor((abs % MINUTE_MS) / SECOND_MS)} s`;
  return `${Math.floor(abs / HOUR_MS)} h ${Math.floor((abs % HOUR_MS) / MINUTE_MS)} min`;
}

/** Who halted: a member is known here by an id alone, which names nobody to a reader. */
function setBy(author: KillAuthor | undefined): string {
  if (author === undefined) return "A halt";
  if (author.code !== null) return "A halt of the engine";
  return ID.test(author.setBy) ? "A person's halt" : `A halt by ${author.setBy}`;
}

/** A kill switch with its author and reason. */
export function haltText({ verb, scope, subject, sinceMs }: KillFact, author: KillAuthor | undefined): string {
  const reach = scope === "all" || scope === "workspace" ? scope : `${scope} ${subject}`;
  const reason = author === undefined ? "" : `: ${author.reason}`;
  return `${setBy(author)} (${VERBS[verb]}, ${reach}) of ${momentText(sinceMs)}${reason}`.replace(/\.?$/, ".");
}

/** A code as a sentence, itself beside it where it says nothing without facts. */
export const codeText = (code: string): string => bareWordsOf(code) ?? code;
