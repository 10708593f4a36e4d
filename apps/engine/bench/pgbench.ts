import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);

export type TransactionRate = {
  readonly tool: "pgbench" | "tpc-b-like";
  readonly transactionsPerSecond: number;
  readonly clients: number;
  readonly seconds: number;
};

const CLIENTS = 8;
const SCALE = 50;
const ACCOUNTS_PER_SCALE = 100_000;
const DEBIAN_POSTGRES = "/usr/lib/postgresql";

/** pgbench on the PATH or in Debian's versioned folders; undefined where it is not installed. */
function findPgbench(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(":");
  if (existsSync(DEBIAN_POSTGRES)) folders.push(...readdirSync(DEBIAN_POSTGRES).map((version) => `${DEBIAN_POSTGRES}/${version}/bin`));
  return folders.map((folder) => `${folder}/pgbench`).find((path) => existsSync(path));
}

async function byPgbench(binary: string, databaseUrl: string, seconds: number): Promise<TransactionRate> {
  await run(binary, ["-i", "-q", "-s", String(SCALE), databaseUrl], { maxBuffer: 16 * 1024 * 1024 });
  const { stdout } = await run(binary, ["-M", "simple", "-c", String(CLIENTS), "-j", "2", "-T", String(seconds), databaseUrl]);
  const match = /tps = ([\d.]+) \(without initial connection time\)/.exec(stdout);
  if (match === null) throw new Error(`pgbench printed no rate:\n${stdout}`);
  return { tool: "pgbench", transactionsPerSecond: Number(match[1]), clients: CLIENTS, seconds };
}

const TPC_B_TABLES = `
  create table tellers (tid int primary key, balance int not null);
  create table branches (bid int primary key, balance int not null);
  create table accounts_b (aid int primary key, balance int not null);
  create table history (tid int, bid int, aid int, delta int, mtime timestamptz default now());
  insert into branches select i, 0 from generate_series(1, ${SCALE}) i;
  insert into tellers select i, 0 from generate_series(1, ${SCALE * 10}) i;
  insert into accounts_b select i, 0 from generate_series(1, ${SCALE * ACCOUNTS_PER_SCALE}) i;`;

/** The same five statements in one transaction that pgbench sends, over the simple protocol. */
async function byOwnClients(databaseUrl: string, seconds: number): Promise<TransactionRate> {
  const clients = Array.from({ length: CLIENTS }, () => new pg.Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(`drop schema if exists tpc_b cascade; create schema tpc_b; set search_path = tpc_b; ${TPC_B_TABLES}`);
  await Promise.all(clients.map((client) => client.query("set search_path = tpc_b")));
  const endsAt = performance.now() + seconds * 1000;
  const pick = (limit: number): number => 1 + Math.floor(Math.random() * limit);
  const counts = await Promise.all(
    clients.map(async (client) => {
      let count = 0;
      while (performance.now() < endsAt) {
        const [aid, tid, bid, delta] = [pick(SCALE * ACCOUNTS_PER_SCALE), pick(SCALE * 10), pick(SCALE), pick(10_000) - 5_000];
        await client.query("begin");
        await client.query(`update accounts_b set balance = balance + ${delta} where aid = ${aid}`);
        await client.query(`select balance from accounts_b where aid = ${aid}`);
        await client.query(`update tellers set balance = balance + ${delta} where tid = ${tid}`);
        await client.query(`update branches set balance = balance + ${delta} where bid = ${bid}`);
        await client.query(`insert into history (tid, bid, aid, delta) values (${tid}, ${bid}, ${aid}, ${delta})`);
        await client.query("commit");
        count += 1;
      }
      return count;
    }),
  );
  await Promise.all(clients.map((client) => client.end()));
  return { tool: "tpc-b-like", transactionsPerSecond: counts.reduce((sum, count) => sum + count, 0) / seconds, clients: CLIENTS, seconds };
}

/** What the same server commits of small read-write transactions: the yardstick for durable cycles. */
export async function measureTransactionRate(databaseUrl: string, seconds: number): Promise<TransactionRate> {
  const binary = findPgbench();
  return binary === undefined ? byOwnClients(databaseUrl, seconds) : byPgbench(binary, databaseUrl, seconds);
}
