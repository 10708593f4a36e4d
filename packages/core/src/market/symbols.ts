import type { CatalogueEntry } from "./catalogue.ts";
import type { Instrument } from "./instrument.ts";

/** A symbol or venue name that no table holds. It names what was asked and the nearest that there is. */
export class UnknownSymbolError extends Error {
  readonly code = "UNKNOWN_SYMBOL";
  readonly symbol: string;
  readonly nearest: string | undefined;

  constructor(symbol: string, nearest: string | undefined) {
    super(nearest === undefined ? `unknown symbol ${symbol}` : `unknown symbol ${symbol}; did you mean ${nearest}?`);
    this.name = "UnknownSymbolError";
    this.symbol = symbol;
    this.nearest = nearest;
  }
}

const DISTANCE_MAX = 3;

/** Levenshtein distance: single-character edits from one text to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

function nearestOf(asked: string, symbols: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let distanceMin = DISTANCE_MAX + 1;
  for (const symbol of symbols) {
    const distance = editDistance(asked, symbol);
    if (distance < distanceMin) [nearest, distanceMin] = [symbol, distance];
  }
  return nearest;
}

/**
 * Canonical symbols ↔ venue names, both ways in O(1), out of a table. A name is never taken apart:
 * Kraken's DOGE is XDG, its BTC is XBT, and only old assets carry an X or Z.
 */
export class SymbolDirectory {
  readonly #bySymbol = new Map<string, CatalogueEntry>();
  readonly #byVenueName = new Map<string, CatalogueEntry>();

  /** Shipped and custom entries together; a symbol or venue name that stands twice is a RangeError. */
  constructor(entries: readonly CatalogueEntry[]) {
    for (const entry of entries) {
      const { symbol } = entry.instrument;
      if (this.#bySymbol.has(symbol)) throw new RangeError(`symbol ${symbol} stands twice`);
      this.#bySymbol.set(symbol, entry);
      for (const name of entry.venueNames) this.#addVenueName(name, entry);
    }
  }

  #addVenueName(name: string, entry: CatalogueEntry): void {
    const other = this.#byVenueName.get(name);
    if (other !== undefined)
      throw new RangeError(`venue name ${name} stands for ${other.instrument.symbol} and ${entry.instrument.symbol}`);
    this.#byVenueName.set(name, entry);
  }

  #unknown(asked: string): UnknownSymbolError {
    const upper = asked.toUpperCase();
    const nearest = this.#byVenueName.get(upper)?.instrument.symbol ?? nearestOf(upper, this.#bySymbol.keys());
    return new UnknownSymbolError(asked, nearest);
  }

  /** The entry of a canonical symbol, or UnknownSymbolError. */
  entryOf(symbol: string): CatalogueEntry {
    const entry = this.#bySymbol.get(symbol);
    if (entry === undefined) throw this.#unknown(symbol);
    return entry;
  }

  /** The instrument of a canonical symbol, or UnknownSymbolError. */
  instrumentOf(symbol: string): Instrument {
    return this.entryOf(symbol).instrument;
  }

  /** The canonical symbol of any of the venue's names, or UnknownSymbolError. */
  symbolOfVenue(venueName: string): string {
    const entry = this.#byVenueName.get(venueName);
    if (entry === undefined) throw this.#unknown(venueName);
    return entry.instrument.symbol;
  }

  has(symbol: string): boolean {
    return this.#bySymbol.has(symbol);
  }

  /** Canonical symbols in the order they were given. */
  symbols(): readonly string[] {
    return [...this.#bySymbol.keys()];
  }
}
