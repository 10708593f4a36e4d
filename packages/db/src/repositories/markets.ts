import type { ClientBase, Pool } from "pg";

/** A place with prices and a clock. `rate`: market milliseconds per wall millisecond of a replay clock. */
export type Market = {
  readonly key: string;
  readonly name: string;
  readonly isSynthetic: boolean;
  readonly source: string;
  readonly timeframeMs: number;
  readonly clock: "wall" | "replay";
  readonly rate: number;
  readonly seed: string;
  readonly originMs: number;
  /** The last close that was brought in. */
  readonly cursorMs: number;
  readonly pacedFromMs: number;
};

type Row = {
  key: string;
  name: string;
  is_synthetic: boolean;
  source: string;
  timeframe_ms: number;
  clock: Market["clock"];
  rate: number;
  seed: string;
  origin_ms: number;
  cursor_ms: number;
  paced_from_ms: number;
};

const SELECT = "select key, name, is_synthetic, source, timeframe_ms, clock, rate, seed, origin_ms, cursor_ms, paced_from_ms from markets";
const MARKETS_MAX = 100;

const toMarket = (row: Row): Market => ({
  key: row.key,
  name: row.name,
  isSynthetic: row.is_synthetic,
  source: row.source,
  timeframeMs: row.timeframe_ms,
  clock: row.clock,
  rate: row.rate,
  seed: row.seed,
  originMs: row.origin_ms,
  cursorMs: row.cursor_ms,
  pacedFromMs: row.paced_from_ms,
});

export async function findMarket(db: ClientBase | Pool, key: string): Promise<Market | undefined> {
  const { rows } = await db.query<Row>(`${SELECT} where key = $1`, [key]);
  return rows[0] === undefined ? undefined : toMarket(rows[0]);
}

export async function listMarkets(db: ClientBase | Pool): Promise<Market[]> {
  const { rows } = await db.query<Row>(`${SELECT} order by key limit ${MARKETS_MAX}`);
  return rows.map(toMarket);
}

/** Puts the market there where it is not; an existing one keeps its cursor. */
export async function putMarket(db: ClientBase | Pool, market: Market): Promise<void> {
  await db.query(
    `insert into markets (key, name, is_synthetic, source, timeframe_ms, clock, rate, seed, origin_ms, cursor_ms, paced_from_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (key) do nothing`,
    [
      market.key,
      market.name,
      market.isSynthetic,
      market.source,
      market.timeframeMs,
      market.clock,
      market.rate,
      market.seed,
      market.originMs,
      market.cursorMs,
      market.pacedFromMs,
    ],
  );
}

/** Moves the cursor; the database refuses to move it back. */
export async function moveCursor(db: ClientBase | Pool, key: string, cursorMs: number): Promise<void> {
  await db.query("update markets set cursor_ms = $2 where key = $1 and cursor_ms < $2", [key, cursorMs]);
}

/** Says how fast the market's replay clock is driven now. Its rate stays what its runs are told. */
export async function showPace(db: ClientBase | Pool, key: string, pace: number): Promise<void> {
  await db.query("update markets set pace = $2 where key = $1 and pace is distinct from $2", [key, pace]);
}
