import { shippedCatalogue } from "@ballast/core/market/catalogue";
import type { Instrument } from "@ballast/core/market/instrument";
import { inTransaction } from "@ballast/db/clients/pool";
import { ensureAsset, ensureInstrument, lockInstruments, reviseInstrument } from "@ballast/db/repositories/instruments";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { loadDirectory } from "../../marketdata/instrument-table.ts";

const isShipped = (symbol: string): boolean => shippedCatalogue().some(({ instrument }) => instrument.symbol === symbol);

/** A venue's name stands for one pair alone: else bars and orders of one would go to the other. */
async function refuseTakenName(pool: Pool, { symbol, venueSymbol }: Instrument): Promise<void> {
  const directory = await loadDirectory(pool);
  const holder = directory.symbols().find((other) => other !== symbol && directory.entryOf(other).venueNames.includes(venueSymbol));
  if (holder === undefined) return;
  throw new AppError("VENUE_NAME_TAKEN", `${venueSymbol} is the venue's name of ${holder} already`, { retry: "never" });
}

/**
 * Adds a custom instrument, or revises one. Receipts name the table by its hash, so whatever was
 * decided before keeps the revision that it was decided with.
 */
export async function declareCustomInstrument(pool: Pool, instrument: Instrument, act: "add" | "set"): Promise<void> {
  const { symbol } = instrument;
  if (isShipped(symbol))
    throw new AppError("INSTRUMENT_SHIPPED", `${symbol} comes with Ballast; its steps are those of the venue's own pair table`, {
      retry: "never",
    });
  await inTransaction(pool, async (client) => {
    await lockInstruments(client);
    const directory = await loadDirectory(pool);
    if (act === "add" && directory.has(symbol))
      throw new AppError("INSTRUMENT_EXISTS", `${symbol} is there already; npx ballast instruments set ${symbol} changes it`, {
        retry: "never",
      });
    if (act === "set" && !directory.has(symbol))
      throw new AppError("UNKNOWN_SYMBOL", `${symbol} is not there yet; npx ballast instruments add ${symbol} adds it`, { retry: "never" });
    await refuseTakenName(pool, instrument);
    await ensureAsset(client, instrument.base);
    await ensureAsset(client, instrument.quote);
    if (act === "add") await ensureInstrument(client, instrument);
    else await reviseInstrument(client, instrument);
  });
}
