import { inTransaction } from "@ballast/db/clients/pool";
import { streamRows } from "@ballast/db/repositories/canonical-rows";
import {
  AUDIT_LINKS,
  LEDGER_LINKS,
  listChainBooks,
  listChainWorkspaces,
  readAuditHead,
  readBookHeads,
  RECEIPT_LINKS,
  type AuditLinkRow,
  type ChainBook,
  type ChainFilter,
  type ChainWorkspace,
  type LedgerLinkRow,
  type ReceiptLinkRow,
} from "@ballast/db/repositories/chain-rows";
import { BALANCE_PROJECTIONS, ORDER_PROJECTIONS, readStoredRun, type ProjectedRow } from "@ballast/db/repositories/projection-rows";
import type { ClientBase, Pool } from "pg";
import type { ChainDifference } from "./chain-difference.ts";
import { auditLink, ledgerLink, receiptLink } from "./chain-links.mapper.ts";
import { compareProjections } from "./compare-projections.ts";
import { verifyCheckpoints, type CheckpointFiles } from "./verify-checkpoints.ts";
import { verifyBookContents, verifySharedContents, verifyStates, type VerifiedContent } from "./verify-contents.ts";
import { runFault } from "./verify-run.ts";
import { walkChain, type ChainLink, type WalkedChain } from "./walk-chain.ts";

export type VerifyRequest = {
  readonly filter: ChainFilter;
  readonly checkpoints: CheckpointFiles;
  /** Told of each book and workspace that is through. */
  readonly onProgress: (subject: string) => void;
};

type ChainTotals = { readonly chains: number; readonly rows: number };

export type VerifiedChains = {
  readonly receipts: ChainTotals;
  readonly ledger: ChainTotals;
  readonly audit: ChainTotals;
  /** Current rows: chains counts the books that they are of. */
  readonly orders: ChainTotals;
  readonly balances: ChainTotals;
  /** Closes, states, limits, settings, instrument tables and bundles under their hashes: chains counts where they lie. */
  readonly contents: ChainTotals;
  readonly checkpoints: { readonly files: number; readonly heads: number };
  /** The first of each broken chain, in the order walked. */
  readonly differences: readonly ChainDifference[];
  /** Beyond those listed. */
  readonly unlisted: number;
};

/** Current rows that are the sum of what is chained, in the order compared. */
const PROJECTIONS = [
  ["orders", ORDER_PROJECTIONS],
  ["balances", BALANCE_PROJECTIONS],
] as const;

/** A database that lost all its chains is named by its first ones. */
const DIFFERENCES_MAX = 1_000;

async function* linksOf<Row extends object>(rows: AsyncIterable<Row>, toLink: (row: Row) => ChainLink): AsyncGenerator<ChainLink> {
  for await (const row of rows) yield toLink(row);
}

/** Counts and differences as the walk goes on. */
class Findings {
  readonly #totals = {
    receipts: { chains: 0, rows: 0 },
    ledger: { chains: 0, rows: 0 },
    audit: { chains: 0, rows: 0 },
    orders: { chains: 0, rows: 0 },
    balances: { chains: 0, rows: 0 },
    contents: { chains: 0, rows: 0 },
  };
  readonly #differences: ChainDifference[] = [];
  #unlisted = 0;

  chain(chain: "receipts" | "ledger" | "audit" | "orders" | "balances", subject: string, { rows, difference }: WalkedChain): void {
    this.#totals[chain].chains += 1;
    this.#totals[chain].rows += rows;
    if (difference !== undefined) this.differ({ chain, subject, ...difference });
  }

  content({ rows, differences }: VerifiedContent): void {
    this.#totals.contents.chains += 1;
    this.#totals.contents.rows += rows;
    for (const difference of differences) this.differ(difference);
  }

  differ(difference: ChainDifference): void {
    if (this.#differences.length < DIFFERENCES_MAX) this.#differences.push(difference);
    else this.#unlisted += 1;
  }

  finish(checkpoints: VerifiedChains["checkpoints"]): VerifiedChains {
    return { ...this.#totals, checkpoints, differences: this.#differences, unlisted: this.#unlisted };
  }
}

/** Rows and heads as of one moment, while the engine writes on. */
async function atOneMoment<T>(pool: Pool, read: (client: ClientBase) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    return read(client);
  });
}

async function verifyBook(pool: Pool, book: ChainBook, findings: Findings): Promise<void> {
  const subject = `${book.tenantKey}/${book.accountKey}/${book.runKey}`;
  const values = [book.tenantId, book.accountId, book.runId];
  await atOneMoment(pool, async (client) => {
    const heads = await readBookHeads(client, book);
    if (heads === undefined) return;
    const receipts = linksOf(streamRows<ReceiptLinkRow>(client, { sql: RECEIPT_LINKS }, values), (row) => receiptLink(book, row));
    findings.chain("receipts", subject, await walkChain(receipts, heads.receipts));
    const ledger = linksOf(streamRows<LedgerLinkRow>(client, { sql: LEDGER_LINKS }, values), (row) => ledgerLink(book, row));
    findings.chain("ledger", subject, await walkChain(ledger, heads.ledger));
    for (const [chain, sql] of PROJECTIONS)
      findings.chain(chain, subject, await compareProjections(streamRows<ProjectedRow>(client, { sql }, values)));
    findings.content(await verifyStates(client, book));
  });
}

/** What a run was started with, once for all its books. */
async function verifyRun(pool: Pool, book: ChainBook, findings: Findings): Promise<void> {
  const run = await readStoredRun(pool, book);
  const fault = run === undefined ? undefined : runFault(run);
  if (fault !== undefined) findings.differ({ chain: "run", subject: `${book.tenantKey}/${book.runKey}`, seq: 0, ...fault });
}

async function verifyWorkspace(pool: Pool, workspace: ChainWorkspace, findings: Findings): Promise<void> {
  const { tenantId, tenantKey } = workspace;
  await atOneMoment(pool, async (client) => {
    const head = await readAuditHead(client, tenantId);
    if (head === undefined) return;
    const links = linksOf(streamRows<AuditLinkRow>(client, { sql: AUDIT_LINKS }, [tenantId]), (row) => auditLink(tenantId, row));
    findings.chain("audit", tenantKey, await walkChain(links, head));
    findings.content(await verifyBookContents(client, workspace));
  });
}

/** Whether a chain of that subject (ids, as checkpoints have them) is among those that are verified. */
function subjectFilter(filter: ChainFilter, walked: ReadonlySet<string>): (subject: string) => boolean {
  return filter.workspace === undefined && filter.account === undefined ? () => true : (subject) => walked.has(subject);
}

/**
 * Recomputes every hash of every chain from the stored columns, by the code that wrote them, and
 * compares the chains with what was signed; then the rows of now that no hash covers with what the chains
 * make them: orders, balances, and what runs were started with; and that what receipts name by a hash has it. Reads a chain at a time, row by row, so that memory does
 * not grow with them; ids of chains are kept only where a filter has to know them.
 */
export async function verifyChains(pool: Pool, { filter, checkpoints, onProgress }: VerifyRequest): Promise<VerifiedChains> {
  const findings = new Findings();
  const walked = new Set<string>();
  const isFiltered = filter.workspace !== undefined || filter.account !== undefined;
  const passed = (subject: string, ids: string): void => {
    if (isFiltered) walked.add(ids);
    onProgress(subject);
  };
  for (const workspace of await listChainWorkspaces(pool, filter)) {
    await verifyWorkspace(pool, workspace, findings);
    passed(workspace.tenantKey, workspace.tenantId);
  }
  const runs = new Set<string>();
  for await (const book of listChainBooks(pool, filter)) {
    await verifyBook(pool, book, findings);
    if (!runs.has(book.runId)) await verifyRun(pool, book, findings);
    runs.add(book.runId);
    passed(`${book.tenantKey}/${book.accountKey}`, [book.tenantId, book.accountId, book.runId].join("/"));
  }
  for (const content of await verifySharedContents(pool)) findings.content(content);
  const signed = await verifyCheckpoints(pool, { files: checkpoints, isWanted: subjectFilter(filter, walked) });
  for (const difference of signed.differences) findings.differ(difference);
  return findings.finish({ files: signed.files, heads: signed.heads });
}
