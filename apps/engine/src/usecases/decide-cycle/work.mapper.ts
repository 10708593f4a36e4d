import type { AccountMode, KillFact } from "@ballast/core/decision/decide-types";
import type { LoadedBook } from "@ballast/db/repositories/books";
import type { ActiveKill } from "@ballast/db/repositories/kills";

const MODES: readonly AccountMode[] = ["paper", "live", "backtest", "shadow"];
const SCOPES: readonly KillFact["scope"][] = ["all", "workspace", "account", "instrument", "model"];
const VERBS: readonly KillFact["verb"][] = ["block_entries", "reduce_only", "cancel", "flatten"];

function oneOf<Word extends string>(words: readonly Word[], text: string, what: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`the database holds an unknown ${what}: ${text}`);
  return word;
}

export function accountMode(mode: string): AccountMode {
  return oneOf(MODES, mode, "account mode");
}

/** The kill switches that cover a book: its workspace's, its account's, and those on instruments. */
export function killFacts(kills: readonly ActiveKill[], book: LoadedBook): readonly KillFact[] {
  const reaches = ({ tenantId, runId, scope, subject }: ActiveKill): boolean =>
    tenantId === book.tenantId &&
    (runId === null ? book.isHaltable : runId === book.runId) &&
    (scope !== "account" || subject === book.accountId);
  const facts = kills.filter(reaches).map(({ scope, subject, verb, sinceMs }) => ({
    scope: oneOf(SCOPES, scope, "kill scope"),
    // A decision knows accounts by key: ids differ from one database to the next.
    subject: scope === "account" ? book.accountKey : subject,
    verb: oneOf(VERBS, verb, "kill verb"),
    sinceMs,
  }));
  return inKillOrder(facts);
}

function inOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Kill switches as every input holds them: the oldest first, so that equal inputs hash equally. */
export function inKillOrder(kills: readonly KillFact[]): readonly KillFact[] {
  return [...kills].sort(
    (left, right) =>
      left.sinceMs - right.sinceMs ||
      inOrder(left.scope, right.scope) ||
      inOrder(left.subject, right.subject) ||
      inOrder(left.verb, right.verb),
  );
}
