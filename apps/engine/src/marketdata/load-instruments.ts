import { shippedCatalogue } from "@ballast/core/market/catalogue";
import type { Instrument } from "@ballast/core/market/instrument";
import { assetOf } from "@ballast/core/money/asset";
import { ensureAsset, ensureInstrument, listInstruments } from "@ballast/db/repositories/instruments";
import type { Pool } from "pg";
import { instrumentStatus } from "./instrument.mapper.ts";

/** Puts the shipped assets and instruments there where they are missing; what an operator changed stays. */
export async function shipInstruments(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ count: number }>("select count(*)::int4 as count from instruments");
  const catalogue = shippedCatalogue();
  if ((rows[0]?.count ?? 0) >= catalogue.length) return;
  for (const { instrument } of catalogue) {
    await ensureAsset(pool, instrument.base);
    await ensureAsset(pool, instrument.quote);
    await ensureInstrument(pool, instrument);
  }
}

/** The instrument table as it stands, in symbol order, custom symbols included. */
export async function loadInstruments(pool: Pool): Promise<readonly Instrument[]> {
  await shipInstruments(pool);
  return (await listInstruments(pool)).map((row) => ({
    symbol: row.symbol,
    venueSymbol: row.venueSymbol,
    base: assetOf(row.base),
    quote: assetOf(row.quote),
    tickUnits: row.tickUnits,
    lotUnits: row.lotUnits,
    quantityMinUnits: row.quantityMinUnits,
    notionalMinUnits: row.notionalMinUnits,
    status: instrumentStatus(row.status),
  }));
}
