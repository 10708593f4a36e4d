import { createHash, randomUUID } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { approveGrant } from "./approve-grant.ts";

type Db = ClientBase | Pool;

/** The beginning of today: a day for which every database has partitions. */
export const TEST_NOW_MS = Math.floor(Date.now() / 86_400_000) * 86_400_000;
export const GENESIS = new Uint8Array(32);

/** A hash that stands for `text` where a test needs 32 bytes and not their meaning. */
export function testHash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** The hash of nothing: of the profile, the settings and the state that a test's book names, whose content is empty. */
export const TEST_CONTENT = testHash("");

export type TestWorkspace = { readonly tenantId: string; readonly ownerId: string };

/** A workspace with one owner. Takes the owner's pool: nobody else may make one without signing up. */
export async function makeWorkspace(owner: Db): Promise<TestWorkspace> {
  const tenantId = randomUUID();
  await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, 'A workspace', false, $3)", [
    tenantId,
    `w-${tenantId}`,
    TEST_NOW_MS,
  ]);
  const ownerId = await makeMember(owner, { tenantId, role: "owner" });
  return { tenantId, ownerId };
}

/** A member of that role, granted as the law asks: by a second approver, or by cooling off while the owner is alone. */
export async function makeMember(owner: Db, of: { readonly tenantId: string; readonly role: string }): Promise<string> {
  const id = randomUUID();
  await approveGrant(owner, { tenantId: of.tenantId, email: `${id}@example.test`, from: "none", to: of.role });
  await owner.query("insert into people (id, email, name, password_hash, created_at_ms) values ($1, $2, 'A person', 'no hash', $3)", [
    id,
    `${id}@example.test`,
    TEST_NOW_MS,
  ]);
  await owner.query("insert into memberships (tenant_id, person_id, role, created_at_ms) values ($1, $2, $3, $4)", [
    of.tenantId,
    id,
    of.role,
    TEST_NOW_MS,
  ]);
  return id;
}

export const TEST_MARKET_KEY = "test-market";

/** BTC/USD and ETH/USD and a market on the replay clock; safe to repeat. */
export async function makeMarket(engine: Db): Promise<void> {
  await engine.query(
    "insert into assets values ('BTC', 1, 12, 'Bitcoin'), ('ETH', 1, 12, 'Ether'), ('USD', 1, 8, 'US dollar') on conflict do nothing",
  );
  await engine.query(
    `insert into instruments (symbol, venue_symbol, base, quote, tick_units, lot_units, quantity_min_units, notional_min_units, status)
     values ('BTC/USD', 'XBTUSD', 'BTC', 'USD', 100000000000, 10000, 50000000, 500000000, 'online'),
            ('ETH/USD', 'ETHUSD', 'ETH', 'USD', 10000000000, 10000, 500000000, 500000000, 'online') on conflict do nothing`,
  );
  await engine.query(
    `insert into markets (key, name, is_synthetic, source, timeframe_ms, clock, rate, seed, origin_ms, cursor_ms)
     values ($1, 'A market', true, 'synthetic', 3600000, 'replay', 3600, 'seed', 0, 0) on conflict do nothing`,
    [TEST_MARKET_KEY],
  );
}

export type TestBook = { readonly tenantId: string; readonly accountId: string; readonly runId: string };

/** A paper account that trades BTC/USD in USD, with a run and an empty book. Takes the engine's pool: it opens accounts. */
export async function makeBook(engine: Db, tenantId: string): Promise<TestBook> {
  const [accountId, runId] = [randomUUID(), randomUUID()];
  await makeMarket(engine);
  for (const [table, key] of [
    ["risk_profile_versions", "profile_key"],
    ["strategy_settings_versions", "settings_key"],
  ]) {
    await engine.query(
      `insert into ${table} (tenant_id, ${key}, version, hash, body, author, reason, created_at_ms) values ($1, 'test', 1, $2, '', 'a test', '', $3) on conflict do nothing`,
      [tenantId, TEST_CONTENT, TEST_NOW_MS],
    );
  }
  await engine.query(
    `insert into accounts (tenant_id, id, key, name, mode, market_key, base_currency, starting_units, profile_key, profile_version, settings_key, settings_version,
       taker_fee_bps, maker_fee_bps, slippage_bps, seed, created_at_ms)
     values ($1, $2, $3, 'An account', 'paper', $4, 'USD', 1000000000000, 'test', 1, 'test', 1, 26, 16, 5, 'seed', $5)`,
    [tenantId, accountId, accountId, TEST_MARKET_KEY, TEST_NOW_MS],
  );
  await engine.query(
    `insert into runs (tenant_id, id, key, kind, market_key, clock, rate, from_ms, next_close_ms, state, options)
     values ($1, $2, $3, 'paper', $4, 'replay', 3600, $5, $5, 'running', '{}')`,
    [tenantId, runId, runId, TEST_MARKET_KEY, TEST_NOW_MS],
  );
  await engine.query(
    `insert into books (tenant_id, account_id, run_id, track, shard, assets, profile_hash, settings_hash, opened_ms, next_slot_ms,
       receipt_seq, receipt_hash, ledger_seq, ledger_hash, state_hash, equity_units, seed, taker_fee_bps, slippage_bps)
     values ($1, $2, $3, $4, 0, '{USD,BTC}', $5, $5, $6, $6, 0, $7, 0, $7, $5, 1000000000000, 'seed', 26, 5)`,
    [tenantId, accountId, runId, TEST_MARKET_KEY, TEST_CONTENT, TEST_NOW_MS, GENESIS],
  );
  return { tenantId, accountId, runId };
}

export type TestPosting = readonly [ledgerAccount: string, asset: string, units: bigint];

export type TestTransaction = {
  readonly book: TestBook;
  readonly ledgerSeq: number;
  readonly previousHash: Uint8Array;
  readonly postings: readonly TestPosting[];
  readonly atMs?: number;
  readonly reference?: string;
  /** Says another count than there are postings. */
  readonly postingCount?: number;
};

/** The hash that `writeTransaction` gives to a book's transaction. */
export function transactionHash(book: TestBook, ledgerSeq: number): Uint8Array {
  return testHash(`${book.accountId} ${book.runId} ${ledgerSeq}`);
}

/** A ledger transaction's row, without its postings. */
export async function writeTransactionRow(db: Db, of: TestTransaction): Promise<void> {
  const { book, ledgerSeq } = of;
  await db.query(
    `insert into ledger_transactions (tenant_id, account_id, run_id, ledger_seq, at_ms, kind, reference, posting_count, previous_hash, hash)
     values ($1, $2, $3, $4, $5, 'FILL', $6, $7, $8, $9)`,
    [
      book.tenantId,
      book.accountId,
      book.runId,
      ledgerSeq,
      of.atMs ?? TEST_NOW_MS,
      of.reference ?? "a test",
      of.postingCount ?? of.postings.length,
      of.previousHash,
      transactionHash(book, ledgerSeq),
    ],
  );
}

/** Postings numbered from `firstN`, in one statement. */
export async function writePostings(
  db: Db,
  of: Pick<TestTransaction, "book" | "ledgerSeq" | "postings" | "atMs"> & { readonly firstN?: number },
): Promise<void> {
  const { book, postings, firstN = 1 } = of;
  await db.query(
    `insert into postings (tenant_id, account_id, run_id, ledger_seq, n, at_ms, ledger_account, asset, units)
     select $1, $2, $3, $4, p.n, $5, p.ledger_account, p.asset, p.units from unnest($6::int2[], $7::text[], $8::text[], $9::numeric[]) as p(n, ledger_account, asset, units)`,
    [
      book.tenantId,
      book.accountId,
      book.runId,
      of.ledgerSeq,
      of.atMs ?? TEST_NOW_MS,
      postings.map((_, index) => firstN + index),
      postings.map(([account]) => account),
      postings.map(([, asset]) => asset),
      postings.map(([, , units]) => units),
    ],
  );
}

export async function writeTransaction(db: Db, of: TestTransaction): Promise<void> {
  await writeTransactionRow(db, of);
  await writePostings(db, of);
}

/** Postings that put `units` of USD into the account. */
export function deposit(units: bigint): readonly TestPosting[] {
  return [
    ["account", "USD", units],
    ["opening_equity", "USD", -units],
  ];
}
