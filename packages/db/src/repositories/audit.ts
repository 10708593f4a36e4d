import { hash } from "node:crypto";
import { CanonicalReader, CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { ClientBase } from "pg";

/** What someone did: recorded in the transaction of the act, so that neither stands without the other. */
export type AuditEntry = {
  readonly tenantId: string;
  /** Wall clock. */
  readonly atMs: number;
  /** Person id, or the name of a process. */
  readonly actor: string;
  /** `noun.verb`. */
  readonly act: string;
  readonly subject: string;
  /** What exactly, by name; ids and values, never a secret. */
  readonly facts: Readonly<Record<string, string>>;
};

export type AuditRow = Omit<AuditEntry, "facts"> & {
  readonly auditSeq: number;
  readonly body: Uint8Array;
  readonly previousHash: Uint8Array;
};

const ROW_FORM = "audit";
const BODY_FORM = "audit-facts";
const VERSION = 1;

/** Canonical bytes of the facts, ordered by name: the same facts are the same bytes. */
export function encodeAuditFacts(facts: Readonly<Record<string, string>>): Uint8Array {
  const named = Object.entries(facts).sort(([left], [right]) => (left < right ? -1 : 1));
  const writer = new CanonicalWriter();
  writer
    .text(BODY_FORM)
    .u32(VERSION)
    .list(named, ([name, value]) => writer.text(name).text(value));
  return writer.finish();
}

/** The facts of `encodeAuditFacts`'s bytes; anything else throws. */
export function decodeAuditFacts(bytes: Uint8Array): readonly (readonly [name: string, value: string])[] {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== BODY_FORM || version !== VERSION) throw new RangeError(`not audit facts of version ${VERSION}: ${form} ${version}`);
  const facts = reader.list(() => [reader.text(), reader.text()] as const);
  reader.end();
  return facts;
}

/** Canonical bytes of every hashed column of an audit row, the previous hash first. */
export function encodeAuditRow(row: AuditRow): Uint8Array {
  const writer = new CanonicalWriter();
  writer.text(ROW_FORM).u32(VERSION).bytes(row.previousHash);
  writer.text(row.tenantId).i64(row.auditSeq).i64(row.atMs);
  writer.text(row.actor).text(row.act).text(row.subject).bytes(row.body);
  return writer.finish();
}

export function hashAuditRow(row: AuditRow): Uint8Array {
  return hash("sha256", encodeAuditRow(row), "buffer");
}

/**
 * Appends the next link of the workspace's audit chain, in the caller's transaction. Acts of one
 * workspace wait for each other here until they commit: two that read the same head would fork the
 * chain, and the second would be refused.
 */
export async function appendAudit(client: ClientBase, entry: AuditEntry): Promise<{ readonly auditSeq: number }> {
  const { tenantId, atMs, actor, act, subject } = entry;
  await client.query("select pg_advisory_xact_lock(hashtextextended('ballast.audit ' || $1, 0))", [tenantId]);
  const { rows } = await client.query<{ audit_seq: number; audit_hash: Uint8Array }>(
    "select audit_seq, audit_hash from audit_heads where tenant_id = $1",
    [tenantId],
  );
  const head = rows[0];
  if (head === undefined) throw new Error(`workspace ${tenantId} has no audit chain`);
  const row: AuditRow = {
    tenantId,
    atMs,
    actor,
    act,
    subject,
    auditSeq: head.audit_seq + 1,
    body: encodeAuditFacts(entry.facts),
    previousHash: head.audit_hash,
  };
  await client.query(
    `insert into audit_log (tenant_id, audit_seq, at_ms, actor, act, subject, body, previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tenantId, row.auditSeq, atMs, actor, act, subject, row.body, row.previousHash, hashAuditRow(row)],
  );
  return { auditSeq: row.auditSeq };
}
