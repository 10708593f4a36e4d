import type { CatalogueEntry } from "@ballast/core/market/catalogue";
import { UnknownSymbolError, type SymbolDirectory } from "@ballast/core/market/symbols";
import type { Pool } from "pg";
import { loadDirectory } from "../marketdata/instrument-table.ts";
import { CommandRefused } from "./command.ts";

const CANONICAL = /^[A-Z0-9]{1,12}\/[A-Z0-9]{1,12}$/;

/** The entry of a symbol that a person wrote; one that is not there is refused by name, with how to add it. */
export function entryNamed(directory: SymbolDirectory, symbol: string): CatalogueEntry {
  try {
    return directory.entryOf(symbol);
  } catch (error) {
    if (!(error instanceof UnknownSymbolError)) throw error;
    const own = CANONICAL.test(symbol) ? symbol : "FOO/USD";
    throw new CommandRefused({
      code: error.code,
      fact: error.message,
      mend: `npx ballast instruments lists what there is; a pair of your own is added with: npx ballast instruments add ${own}`,
    });
  }
}

/** Entries of symbols that a person wrote, shipped and custom ones alike. */
export async function entriesNamed(pool: Pool, symbols: readonly string[]): Promise<readonly CatalogueEntry[]> {
  const directory = await loadDirectory(pool);
  return symbols.map((symbol) => entryNamed(directory, symbol));
}
