import type { LoadedBook } from "@ballast/db/repositories/books";
import { appendAudit } from "@ballast/db/repositories/audit";
import { insertEngineKills, releaseEngineKills, type EngineKillRow } from "@ballast/db/repositories/kills";
import type { ClientBase } from "pg";
import type { CyclePorts } from "./cycle-ports.ts";
import { ENGINE, killRowsOf, REARMED, type BookKillEvents, type KillRows } from "./kill-rows.mapper.ts";

/** Accounts that an audit row names; how many there were beyond is said by their number. */
const ACCOUNTS_NAMED_MAX = 20;

type Audited = { readonly tenantId: string; readonly act: string; readonly subject: string; readonly facts: Record<string, string> };

function factsOf(row: EngineKillRow): Record<string, string> {
  const { facts, code, verb, scope, sinceMs } = row;
  return { ...facts, code, verb, scope, slotMs: String(sinceMs) };
}

/** A limit of one account's own: its row in the log is its own. */
function ofLadder(row: EngineKillRow, book: LoadedBook): Audited {
  const facts = { ...factsOf(row), account: book.accountKey, run: book.runKey };
  return { tenantId: row.tenantId, act: "account.halt", subject: row.id, facts };
}

/** A trigger trips thousands of accounts at one close for one reason: that is one row. */
function ofTrigger(rows: readonly EngineKillRow[], keyOf: (row: EngineKillRow) => string): readonly Audited[] {
  const byReason = Map.groupBy(rows, ({ tenantId, runId, code, subject, sinceMs }) => [tenantId, runId, code, subject, sinceMs].join("|"));
  return [...byReason.values()].flatMap((tripped) => {
    const [first] = tripped;
    if (first === undefined) return [];
    const accounts = tripped.map(keyOf).sort();
    const named = { accounts: String(accounts.length), named: accounts.slice(0, ACCOUNTS_NAMED_MAX).join(" ") };
    return [{ tenantId: first.tenantId, act: "halt.trip", subject: first.subject, facts: { ...factsOf(first), ...named } }];
  });
}

/** A run over the past trips and re-arms by the hundred: one row of each commit says how often, the kill switches themselves say when. */
function ofPastRun(books: readonly BookKillEvents[]): readonly Audited[] {
  const byRun = Map.groupBy(books, ({ book }) => `${book.tenantId}|${book.runId}`);
  return [...byRun.values()].flatMap((ofRun) => {
    const [first] = ofRun;
    if (first === undefined) return [];
    const events = ofRun.flatMap(({ events: own }) => own);
    const tripped = events.filter((event) => event.event === "set" && event.halt.kill.scope !== "account").length;
    const released = events.filter(({ event }) => event === "released").length;
    if (tripped + released === 0) return [];
    const facts = { run: first.book.runKey, tripped: String(tripped), released: String(released), why: REARMED };
    return [{ tenantId: first.book.tenantId, act: "run.halts", subject: first.book.runId, facts }];
  });
}

function auditOf(books: readonly BookKillEvents[], { set, released }: KillRows): readonly Audited[] {
  const byAccount = new Map(books.map(({ book }) => [`${book.tenantId}|${book.accountId}`, book]));
  const bookOf = (tenantId: string, accountId: string): LoadedBook | undefined => byAccount.get(`${tenantId}|${accountId}`);
  const ladders = set.filter(({ scope }) => scope === "account");
  const triggers = set.filter(
    ({ scope, tenantId, accountId }) => scope !== "account" && bookOf(tenantId, accountId ?? "")?.isHaltable === true,
  );
  const rearmed = Map.groupBy(
    released.filter(({ tenantId, accountId }) => bookOf(tenantId, accountId)?.isHaltable === true),
    ({ tenantId, runId }) => `${tenantId}|${runId}`,
  );
  return [
    ...ladders.flatMap((row) => {
      const book = bookOf(row.tenantId, row.subject);
      return book === undefined ? [] : [ofLadder(row, book)];
    }),
    ...ofTrigger(triggers, ({ tenantId, accountId }) => bookOf(tenantId, accountId ?? "")?.accountKey ?? ""),
    ...[...rearmed.values()].flatMap((rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      const facts = { halts: String(rows.length), slotMs: String(first.atMs), why: REARMED };
      return [{ tenantId: first.tenantId, act: "halt.rearm", subject: first.runId, facts }];
    }),
    ...ofPastRun(books.filter(({ book }) => !book.isHaltable)),
  ];
}

/**
 * Writes what books did to their own kill switches, in the commit of the slots that did it: limits that
 * they reached, triggers that a close tripped, and on the clock of a run that nobody watches their
 * release. Everything else is in force until a person releases it.
 */
export async function writeKillEvents(
  client: ClientBase,
  ports: Pick<CyclePorts, "wallMs">,
  decided: readonly BookKillEvents[],
): Promise<void> {
  const books = decided.filter(({ events }) => events.length > 0);
  if (books.length === 0) return;
  const rows = killRowsOf(books);
  await releaseEngineKills(client, rows.released, { name: ENGINE, reason: REARMED });
  await insertEngineKills(client, rows.set);
  // Audit rows of one workspace wait for each other: in one order everywhere, or two commits wait for each other.
  const audited = [...auditOf(books, rows)].sort((left, right) => (left.tenantId < right.tenantId ? -1 : 1));
  for (const entry of audited) await appendAudit(client, { ...entry, atMs: ports.wallMs(), actor: ENGINE });
}
