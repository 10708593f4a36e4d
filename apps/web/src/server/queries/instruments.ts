import { assetOf } from "@ballast/core/money/asset";
import type { Instrument, InstrumentStatus } from "@ballast/core/market/instrument";
import type { ModelsTx, Tx } from "../database.ts";

export type Pair = { readonly base: string; readonly quote: string };

/** The assets of every instrument by its symbol: names come from the venue's table, never from cutting a symbol. */
export async function readPairs({ models }: ModelsTx): Promise<ReadonlyMap<string, Pair>> {
  const rows = await models.instrument.findMany({ select: { symbol: true, base: true, quote: true } });
  return new Map(rows.map(({ symbol, base, quote }) => [symbol, { base, quote }]));
}

/** A row that names an instrument which the table lacks is a broken invariant. */
export function pairOf(pairs: ReadonlyMap<string, Pair>, symbol: string): Pair {
  const pair = pairs.get(symbol);
  if (pair === undefined) throw new Error(`no instrument ${symbol}`);
  return pair;
}

type Row = Pair & {
  readonly symbol: string;
  readonly venue_symbol: string;
  readonly tick_units: bigint;
  readonly lot_units: bigint;
  readonly quantity_min_units: bigint;
  readonly notional_min_units: bigint;
  readonly status: InstrumentStatus;
};

/** The instruments of these symbols as core has them, in symbol order. */
export async function readInstruments(tx: Tx, symbols: readonly string[]): Promise<readonly Instrument[]> {
  const rows = await tx.rows<Row>(
    `select symbol, venue_symbol, base, quote, tick_units, lot_units, quantity_min_units, notional_min_units, status
       from instruments where symbol = any($1) order by symbol collate "C"`,
    [symbols],
  );
  return rows.map((row) => ({
    symbol: row.symbol,
    venueSymbol: row.venue_symbol,
    base: assetOf(row.base),
    quote: assetOf(row.quote),
    tickUnits: row.tick_units,
    lotUnits: row.lot_units,
    quantityMinUnits: row.quantity_min_units,
    notionalMinUnits: row.notional_min_units,
    status: row.status,
  }));
}
