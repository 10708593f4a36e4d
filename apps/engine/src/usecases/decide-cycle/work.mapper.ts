import type { BookKills, OwnKill } from "@ballast/core/decision/book-kills";
import { inKillOrder } from "@ballast/core/decision/kill-order";
import type { AccountMode, ActiveVersions, KillFact } from "@ballast/core/decision/decide-types";
import { isFeedOrDataBreak } from "@ballast/core/risk/kill-triggers";
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

/** What a continuous book has to be decided by; a run over a period states nothing. */
export function activeVersions({ activeProfileHash, activeSettingsHash }: LoadedBook): ActiveVersions | undefined {
  if (activeProfileHash === null || activeSettingsHash === null) return undefined;
  return { profile: activeProfileHash, settings: activeSettingsHash };
}

/** What no clock releases: breaks, what takes two persons, and what is no trigger's at all. The database refuses it too. */
function isByHand({ code, releasePersons }: ActiveKill): boolean {
  return code === null || releasePersons > 1 || isFeedOrDataBreak(code);
}

/** The kill switches that cover a book: its workspace's, its account's, those on instruments, and apart from them those that it set for itself. */
export function bookKills(kills: readonly ActiveKill[], book: LoadedBook): BookKills {
  const isOwn = ({ runId, accountId }: ActiveKill): boolean => runId === book.runId && (accountId === null || accountId === book.accountId);
  const isGiven = ({ runId }: ActiveKill): boolean => runId === null && book.isHaltable;
  const reaches = ({ tenantId, scope, subject }: ActiveKill): boolean =>
    tenantId === book.tenantId && (scope !== "account" || subject === book.accountId);
  const fact = ({ scope, subject, verb, sinceMs }: ActiveKill): KillFact => ({
    scope: oneOf(SCOPES, scope, "kill scope"),
    // A decision knows accounts by key: ids differ from one database to the next.
    subject: scope === "account" ? book.accountKey : subject,
    verb: oneOf(VERBS, verb, "kill verb"),
    sinceMs,
  });
  const own = (kill: ActiveKill): OwnKill => ({ ...fact(kill), isByHand: isByHand(kill) });
  const reaching = kills.filter(reaches);
  return { given: inKillOrder(reaching.filter(isGiven).map(fact)), own: inKillOrder(reaching.filter(isOwn).map(own)) };
}
