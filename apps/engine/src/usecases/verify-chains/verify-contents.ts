import { checkBookContents, checkShared, checkSnapshots, checkStates, type HashedContent } from "@ballast/db/repositories/content-rows";
import type { ChainBook, ChainWorkspace } from "@ballast/db/repositories/chain-rows";
import type { StoredContent } from "@ballast/db/repositories/core-bundles";
import type { ClientBase, Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import { nameOf } from "../replay/content-shelf.ts";
import { forgedContentFault } from "../replay/forged-content.ts";
import { forgedSnapshotFault } from "../replay/forged-snapshot.ts";
import type { FieldDifference } from "../replay/first-difference.ts";
import type { ChainDifference } from "./chain-difference.ts";

/** Content that was walked: how much of it, and what does not have its hash. */
export type VerifiedContent = { readonly rows: number; readonly differences: readonly ChainDifference[] };

const hashesOf = (what: string, { hash, body }: StoredContent): FieldDifference => ({
  field: `${what}.body`,
  stored: `bytes that hash to ${nameOf(sha256(body))}`,
  replayed: `bytes that hash to ${nameOf(hash)}`,
});

async function verified<Row extends StoredContent>(
  { rows, forged }: HashedContent<Row>,
  of: {
    readonly subject: (row: Row) => string;
    readonly seq: (row: Row) => number;
    readonly fault: (row: Row) => FieldDifference | Promise<FieldDifference>;
  },
): Promise<VerifiedContent> {
  const differences: ChainDifference[] = [];
  for (const row of forged) {
    const { field, stored, replayed } = await of.fault(row);
    differences.push({ chain: "contents", subject: of.subject(row), seq: of.seq(row), field, stored, recomputed: replayed });
  }
  return { rows, differences };
}

const none = (): number => 0;

/** Closes, instrument tables and bundles, which everybody shares. A forged close is made again from its bars. */
export async function verifySharedContents(pool: Pool): Promise<readonly VerifiedContent[]> {
  const closes = await verified(await checkSnapshots(pool), {
    subject: ({ lineageId }) => `lineage ${lineageId}`,
    seq: ({ closeMs }) => closeMs,
    fault: (row) => forgedSnapshotFault(pool, row, hashesOf("snapshot", row)),
  });
  const shared = (["instrument_tables", "core_bundles"] as const).map(async (table) =>
    verified(await checkShared(pool, table), { subject: () => table, seq: none, fault: (row) => hashesOf(table, row) }),
  );
  return [closes, ...(await Promise.all(shared))];
}

/** Limits and settings of a workspace's books, held against its saved versions. */
export async function verifyBookContents(db: ClientBase, { tenantId, tenantKey }: ChainWorkspace): Promise<VerifiedContent> {
  const subject = (): string => tenantKey;
  const fault = (row: StoredContent & { readonly tenantId: string }): Promise<FieldDifference> =>
    forgedContentFault(db, row, hashesOf("profile or settings", row));
  return verified(await checkBookContents(db, tenantId), { subject, seq: none, fault });
}

/** States of a book. What stood in a forged one, only a replay can tell. */
export async function verifyStates(db: ClientBase, book: ChainBook): Promise<VerifiedContent> {
  const subject = (): string => `${book.tenantKey}/${book.accountKey}/${book.runKey}`;
  const fault = (row: StoredContent): FieldDifference => {
    const { replayed, ...hashes } = hashesOf("account state", row);
    return { ...hashes, replayed: `${replayed}; npx ballast replay-tool names the field` };
  };
  return verified(await checkStates(db, book), { subject, seq: none, fault });
}
