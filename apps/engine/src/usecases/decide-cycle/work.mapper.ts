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
export function killFacts(kills: readonly ActiveKill[], book: LoadedBook): KillFact[] {
  return kills
    .filter(({ tenantId, scope, subject }) => tenantId === book.tenantId && (scope !== "account" || subject === book.accountId))
    .map(({ scope, subject, verb, sinceMs }) => ({
      scope: oneOf(SCOPES, scope, "kill scope"),
      // A decision knows accounts by key: ids differ from one database to the next.
      subject: scope === "account" ? book.accountKey : subject,
      verb: oneOf(VERBS, verb, "kill verb"),
      sinceMs,
    }));
}
