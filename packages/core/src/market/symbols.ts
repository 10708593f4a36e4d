import type { CatalogueEntry } from "./catalogue.ts";
import type { Instrument } from "./instrument.ts";

/** A symbol or venue name that no table holds. It names what was asked and what was most likely meant. */
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

/** Letters and digits alone: people write BTC-USD, btcusd and BTC_USD. */
const bareOf = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** Whether one letter replaced, left out, put in or swapped with its neighbour makes one of the other. */
function isOneSlipAway(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return long.length - short.length === 1 && short.slice(at) === long.slice(at + 1);
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
  return isSwapped || short.slice(at + 1) === long.slice(at + 1);
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
    return new UnknownSymbolError(asked, this.#nearestOf(asked));
  }

  /** What was meant by a venue's name, another spelling or one slip; undefined where nothing is that near. */
  #nearestOf(asked: string): string | undefined {
    const venue = this.#byVenueName.get(asked.toUpperCase())?.instrument.symbol;
    if (venue !== undefined) return venue;
    const bare = bareOf(asked);
    const symbols = this.symbols();
    return symbols.find((symbol) => bareOf(symbol) === bare) ?? symbols.find((symbol) => isOneSlipAway(bareOf(symbol), bare));
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
