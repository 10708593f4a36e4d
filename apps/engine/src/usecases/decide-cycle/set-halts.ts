import { randomUUID } from "node:crypto";
import { wordsOf } from "@ballast/core/decision/reason-codes";
import { appendAudit } from "@ballast/db/repositories/audit";
import { insertKill } from "@ballast/db/repositories/kills";
import type { ClientBase } from "pg";
import type { ClaimedWork } from "./book-loader.ts";
import type { CyclePorts } from "./cycle-ports.ts";
import type { BookHalt } from "./decide-book.ts";

/** Who halts where no person does; the audit log and the page say so. */
const ENGINE = "engine";

/**
 * The limits that a book reached, as kill switches of its account in the commit of the decisions that
 * reached them. In force until a person releases them; in a run over the past for that run alone.
 */
export async function setHalts(
  client: ClientBase,
  ports: Pick<CyclePorts, "wallMs">,
  { book }: ClaimedWork,
  halts: readonly BookHalt[],
): Promise<void> {
  for (const { code, cause, verb, facts, atMs } of halts) {
    const id = randomUUID();
    const { tenantId, accountId } = book;
    const reason = `${code}: ${wordsOf(code, facts)}`;
    const runId = book.isHaltable ? null : book.runId;
    await insertKill(client, { tenantId, id, runId, scope: "account", subject: accountId, verb, sinceMs: atMs, setBy: ENGINE, reason });
    await appendAudit(client, {
      tenantId,
      atMs: ports.wallMs(),
      actor: ENGINE,
      act: "account.halt",
      subject: id,
      facts: { ...Object.fromEntries(facts), code, cause, verb, account: book.accountKey, run: book.runKey, slotMs: String(atMs) },
    });
  }
}
