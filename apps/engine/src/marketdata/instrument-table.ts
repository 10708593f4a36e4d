import { shippedCatalogue, type CatalogueEntry } from "@ballast/core/market/catalogue";
import { instrumentTableBytes, type Instrument } from "@ballast/core/market/instrument";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { stampInstruments } from "@ballast/db/repositories/instruments";
import { putInstrumentTable } from "@ballast/db/repositories/shared-content";
import type { Pool } from "pg";
import { withoutSteps } from "../usecases/runs/reference-instruments.ts";
import { loadInstruments } from "./load-instruments.ts";

/** The instrument table that a process decides with. */
export type InstrumentTable = {
  readonly current: () => readonly Instrument[];
  /** Reads the table again where somebody has added or changed an instrument. */
  readonly refresh: () => Promise<void>;
};

/** Reads the table and stores it under its hashes, so that every receipt that names one can be replayed. */
export async function openInstrumentTable({ pool, sha256 }: { readonly pool: Pool; readonly sha256: Sha256 }): Promise<InstrumentTable> {
  let stamp = "";
  let instruments: readonly Instrument[] = [];
  const refresh = async (): Promise<void> => {
    const found = await stampInstruments(pool);
    if (found === stamp) return;
    const read = await loadInstruments(pool);
    for (const table of [read, withoutSteps(read)]) {
      const body = instrumentTableBytes(table);
      await putInstrumentTable(pool, { hash: sha256(body), body });
    }
    // The older stamp is kept on purpose: what was added between the two reads is read again.
    [stamp, instruments] = [found, read];
  };
  await refresh();
  return { current: () => instruments, refresh };
}

/** A custom instrument is governed by what is known of it: with a venue's name for trading too, without one for training. */
function customEntry(instrument: Instrument): CatalogueEntry {
  const isListed = instrument.venueSymbol !== "";
  return { instrument, venueNames: isListed ? [instrument.venueSymbol] : [], governance: isListed ? "both" : "training" };
}

/** Shipped and custom instruments as they stand in the database, in symbol order, with their venue names. */
export async function loadCatalogue(pool: Pool): Promise<readonly CatalogueEntry[]> {
  const shipped = new Map(shippedCatalogue().map((entry) => [entry.instrument.symbol, entry]));
  return (await loadInstruments(pool)).map((instrument) => {
    const entry = shipped.get(instrument.symbol);
    return entry === undefined ? customEntry(instrument) : { ...entry, instrument };
  });
}

export async function loadDirectory(pool: Pool): Promise<SymbolDirectory> {
  return new SymbolDirectory(await loadCatalogue(pool));
}
