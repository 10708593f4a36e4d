import { randomUUID } from "node:crypto";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { lockSoundBook, markBroken } from "@ballast/db/repositories/broken-books";
import type { ClaimedBook } from "@ballast/db/repositories/claims";
import { holdFences } from "@ballast/db/repositories/commit-cycle";
import { insertIncident } from "@ballast/db/repositories/incidents";
import { insertKill } from "@ballast/db/repositories/kills";
import type { CyclePorts } from "./cycle-ports.ts";

/** Who halts where no person does; the audit log and the page say so. */
const ENGINE = "engine";
const BOOK_BROKEN = "BOOK_BROKEN";
/** What of an error stands in the halt's reason: enough to know it, not a page of it. */
const ERROR_LENGTH_MAX = 300;

/** What was being done when the book broke, as people read it. */
export type BrokenAt = "loading it" | "deciding it" | "sending its orders" | "carrying out a halt" | "ending its run";

/**
 * A book has broken: its account is halted for entries, the book is marked with the slot that it could
 * not get past, the audit log says why, and an incident under the halt's id is open, in one transaction.
 * Nothing claims the book until a person has released the halt; whoever shares its batch goes on.
 */
export async function haltBrokenBook(
  ports: CyclePorts,
  claimed: ClaimedBook,
  of: { readonly at: BrokenAt; readonly error: Error },
): Promise<void> {
  const { tenantId, accountId, runId } = claimed;
  const atMs = ports.wallMs();
  const haltId = randomUUID();
  const facts = await inTransaction(ports.pool, async (client) => {
    await holdFences(client, [claimed]);
    const book = await lockSoundBook(client, claimed);
    if (book === undefined) return undefined;
    const slot = book.nextSlotMs === null ? "its end" : new Date(book.nextSlotMs).toISOString();
    const error = of.error.message.slice(0, ERROR_LENGTH_MAX).toWellFormed();
    const reason = `${BOOK_BROKEN}: account ${book.accountKey} in run ${book.runKey}, before slot ${slot}, while ${of.at}: ${error}`;
    await insertKill(client, {
      ...{ tenantId, id: haltId, scope: "account", subject: accountId, verb: "block_entries" },
      ...{ sinceMs: atMs, setBy: ENGINE, reason },
    });
    await markBroken(client, { ...claimed, haltId });
    const facts = { code: BOOK_BROKEN, account: book.accountKey, run: book.runKey, runId, slot, at: of.at, error };
    await appendAudit(client, { tenantId, atMs, actor: ENGINE, act: "book.break", subject: haltId, facts });
    await insertIncident(client, {
      ...{ tenantId, accountId, runId, id: haltId, kind: BOOK_BROKEN, openedAtMs: atMs, openedBy: ports.workerName, receiptSeq: null },
      ...{
        subject: `account ${book.accountKey} in run ${book.runKey}, before slot ${slot}`,
        facts: { ...facts, foundBy: ports.workerName },
      },
    });
    return facts;
  });
  if (facts !== undefined) ports.log.error({ ...facts, haltId, err: of.error }, "a book broke: its account is halted");
}
