import { averagePriceUnits, type PairAssets } from "../money/notional.ts";
import { divideRounded } from "../numeric/fixed.ts";

/** A FIFO lot of one entry fill. `costUnits` is the quote paid with its fee, for the quantity still open. */
export type Lot = {
  readonly n: number;
  readonly openedMs: number;
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  readonly costUnits: bigint;
};

/** What is held of one instrument: its lots in FIFO order; `quantity` is their sum. */
export type Position = {
  readonly symbol: string;
  readonly quantity: bigint;
  readonly lots: readonly Lot[];
};

/** A lot, or a part of one, that a sale closed. Realised PnL, net of both fees, is proceeds − cost. */
export type Disposal = {
  readonly symbol: string;
  readonly quantity: bigint;
  readonly costUnits: bigint;
  readonly proceedsUnits: bigint;
  readonly openedMs: number;
  readonly entryPriceUnits: bigint;
};

/** The position with one more lot; a first lot opens it. */
export function addLot(position: Position | undefined, symbol: string, lot: Lot): Position {
  if (lot.quantity <= 0n) throw new Error(`lot ${lot.n} of ${symbol} holds ${lot.quantity}`);
  if (position === undefined) return { symbol, quantity: lot.quantity, lots: [lot] };
  return { symbol, quantity: position.quantity + lot.quantity, lots: [...position.lots, lot] };
}

/** A part of an amount, so that the parts of a whole add up to it: what is left of it goes to the last. */
function shareOf(amountUnits: bigint, part: bigint, whole: bigint): bigint {
  return part === whole ? amountUnits : divideRounded(amountUnits * part, whole, "floor");
}

/** What a sale leaves of a position (undefined: nothing) and what it closed, first lot first. */
export type Disposed = { readonly position: Position | undefined; readonly disposals: readonly Disposal[] };

/**
 * Sells from the oldest lots. Cost of a part and proceeds of a disposal are shared by quantity,
 * rounded down, and the remainder stays with what is last, so that no unit is lost or made.
 */
export function disposeLots(position: Position, sale: { readonly quantity: bigint; readonly proceedsUnits: bigint }): Disposed {
  if (sale.quantity <= 0n || sale.quantity > position.quantity)
    throw new Error(`a sale of ${sale.quantity} from ${position.quantity} ${position.symbol}`);
  const disposals: Disposal[] = [];
  const left: Lot[] = [];
  let quantityToSell = sale.quantity;
  let proceedsToShare = sale.proceedsUnits;
  for (const lot of position.lots) {
    const sold = lot.quantity < quantityToSell ? lot.quantity : quantityToSell;
    if (sold === 0n) {
      left.push(lot);
      continue;
    }
    const costUnits = shareOf(lot.costUnits, sold, lot.quantity);
    const proceedsUnits = shareOf(proceedsToShare, sold, quantityToSell);
    disposals.push({
      symbol: position.symbol,
      quantity: sold,
      costUnits,
      proceedsUnits,
      openedMs: lot.openedMs,
      entryPriceUnits: lot.priceUnits,
    });
    if (sold < lot.quantity) left.push({ ...lot, quantity: lot.quantity - sold, costUnits: lot.costUnits - costUnits });
    quantityToSell -= sold;
    proceedsToShare -= proceedsUnits;
  }
  const quantity = position.quantity - sale.quantity;
  return { position: quantity === 0n ? undefined : { symbol: position.symbol, quantity, lots: left }, disposals };
}

/** What a position cost with its fees, in quote units. */
export function costOf(position: Position): bigint {
  return position.lots.reduce((sum, lot) => sum + lot.costUnits, 0n);
}

/** What a unit of a position cost on average with its fees, at PRICE_SCALE, rounded up: a gain is never overstated. */
export function averageCostUnits(position: Position, pair: PairAssets): bigint {
  return averagePriceUnits({ amountUnits: costOf(position), quantity: position.quantity, pair, mode: "ceil" });
}
