import { randomUUID } from "node:crypto";
import type { BookHalt, KillEvent } from "@ballast/core/decision/book-kills";
import type { KillFact } from "@ballast/core/decision/decide-types";
import { wordsOf } from "@ballast/core/decision/reason-codes";
import type { LoadedBook } from "@ballast/db/repositories/books";
import type { EngineKillRow, EngineRelease } from "@ballast/db/repositories/kills";

/** Who halts where no person does; the audit log, the page and the database's own check know it by this name. */
export const ENGINE = "engine";
/** Why a halt is over without a person. */
export const REARMED = "Re-armed by the run's own clock: nobody watches it.";

/** What a stretch of slots did to the kill switches of one book. */
export type BookKillEvents = { readonly book: LoadedBook; readonly events: readonly KillEvent[] };

/** Halts to put in force, and those of earlier commits that are over. */
export type KillRows = { readonly set: readonly EngineKillRow[]; readonly released: readonly EngineRelease[] };

function subjectOf({ scope, subject }: KillFact, book: LoadedBook): string {
  return scope === "account" ? book.accountId : subject;
}

/** A ladder halts a continuous account as a whole, and a person lets it go on; everything else is the book's own. */
function reachOf({ scope }: KillFact, book: LoadedBook): Pick<EngineKillRow, "runId" | "accountId"> {
  return scope === "account" && book.isHaltable ? { runId: null, accountId: null } : { runId: book.runId, accountId: book.accountId };
}

function rowOf({ kill, code, facts }: BookHalt, book: LoadedBook): EngineKillRow {
  return {
    ...{ tenantId: book.tenantId, id: randomUUID(), ...reachOf(kill, book) },
    ...{ scope: kill.scope, subject: subjectOf(kill, book), verb: kill.verb, sinceMs: kill.sinceMs, setBy: ENGINE },
    ...{ reason: `${code}: ${wordsOf(code, facts)}`, code, facts: Object.fromEntries(facts) },
    ...{ releasedMs: null, releasedBy: null, releaseReason: null },
  };
}

/** Rows of one book's events: what was set and released within the stretch is one row that is over already. */
function addBook({ book, events }: BookKillEvents, rows: { set: EngineKillRow[]; released: EngineRelease[] }): void {
  const { tenantId, accountId, runId } = book;
  const open: EngineKillRow[] = [];
  for (const event of events) {
    if (event.event === "set") {
      open.push(rowOf(event.halt, book));
      continue;
    }
    const { scope, verb, sinceMs } = event.kill;
    const subject = subjectOf(event.kill, book);
    const index = open.findIndex((row) => row.scope === scope && row.subject === subject && row.verb === verb && row.sinceMs === sinceMs);
    const [own] = index < 0 ? [] : open.splice(index, 1);
    if (own === undefined) rows.released.push({ tenantId, accountId, runId, scope, subject, verb, sinceMs, atMs: event.atMs });
    else rows.set.push({ ...own, releasedMs: event.atMs, releasedBy: ENGINE, releaseReason: REARMED });
  }
  rows.set.push(...open);
}

/** Rows of what many books did to their kill switches in one commit. */
export function killRowsOf(books: readonly BookKillEvents[]): KillRows {
  const rows: { set: EngineKillRow[]; released: EngineRelease[] } = { set: [], released: [] };
  for (const book of books) addBook(book, rows);
  return rows;
}
