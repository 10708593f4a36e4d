import type { Instrument } from "@ballast/core/market/instrument";
import type { ClientBase, Pool } from "pg";

/** A pair as its row holds it: assets by code; their scales are in `assets`. */
export type InstrumentRow = {
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tickUnits: bigint;
  readonly lotUnits: bigint;
  readonly quantityMinUnits: bigint;
  readonly notionalMinUnits: bigint;
  readonly status: string;
  readonly revision: number;
};

type InstrumentRecord = {
  symbol: string;
  venue_symbol: string;
  base: string;
  quote: string;
  tick_units: string;
  lot_units: string;
  quantity_min_units: string;
  notional_min_units: string;
  status: string;
  revision: number;
};

/** Instruments as they stand now, in symbol order. */
export async function listInstruments(db: ClientBase | Pool): Promise<InstrumentRow[]> {
  const { rows } = await db.query<InstrumentRecord>(
    `select symbol, venue_symbol, base, quote, tick_units::text, lot_units::text, quantity_min_units::text, notional_min_units::text, status, revision
     from instruments order by symbol collate "C"`,
  );
  return rows.map((row) => ({
    symbol: row.symbol,
    venueSymbol: row.venue_symbol,
    base: row.base,
    quote: row.quote,
    tickUnits: BigInt(row.tick_units),
    lotUnits: BigInt(row.lot_units),
    quantityMinUnits: BigInt(row.quantity_min_units),
    notionalMinUnits: BigInt(row.notional_min_units),
    status: row.status,
    revision: row.revision,
  }));
}

/** Writes an instrument where its symbol is not there yet; one that is there keeps what an operator made of it. */
export async function ensureInstrument(db: ClientBase | Pool, instrument: Instrument): Promise<void> {
  await db.query(
    `insert into instruments (symbol, venue_symbol, base, quote, tick_units, lot_units, quantity_min_units, notional_min_units, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (symbol) do nothing`,
    [
      instrument.symbol,
      instrument.venueSymbol,
      instrument.base.code,
      instrument.quote.code,
      instrument.tickUnits.toString(),
      instrument.lotUnits.toString(),
      instrument.quantityMinUnits.toString(),
      instrument.notionalMinUnits.toString(),
      instrument.status,
    ],
  );
}

const INSTRUMENTS_LOCK = "ballast instruments";

/** Until the transaction ends nobody else adds or revises an instrument. */
export async function lockInstruments(client: ClientBase): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [INSTRUMENTS_LOCK]);
}

/** Changes with every instrument that is added and every revision of one. */
export async function stampInstruments(db: ClientBase | Pool): Promise<string> {
  const { rows } = await db.query<{ stamp: string }>("select count(*) || ':' || coalesce(sum(revision), 0) as stamp from instruments");
  return rows[0]?.stamp ?? "";
}

/** What a venue says of an instrument changed: its row is written anew as the next revision. False where there is no such row. */
export async function reviseInstrument(db: ClientBase | Pool, instrument: Instrument): Promise<boolean> {
  const { rowCount } = await db.query(
    `update instruments set venue_symbol = $2, tick_units = $3, lot_units = $4, quantity_min_units = $5, notional_min_units = $6, status = $7,
       revision = revision + 1 where symbol = $1`,
    [
      instrument.symbol,
      instrument.venueSymbol,
      instrument.tickUnits.toString(),
      instrument.lotUnits.toString(),
      instrument.quantityMinUnits.toString(),
      instrument.notionalMinUnits.toString(),
      instrument.status,
    ],
  );
  return rowCount === 1;
}

/** Writes an asset where this version of it is not there yet. */
export async function ensureAsset(
  db: ClientBase | Pool,
  asset: { readonly code: string; readonly version: number; readonly scale: number },
): Promise<void> {
  await db.query("insert into assets (code, version, scale, name) values ($1, $2, $3, $1) on conflict (code, version) do nothing", [
    asset.code,
    asset.version,
    asset.scale,
  ]);
}
