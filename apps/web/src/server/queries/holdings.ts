import type { AccountState } from "@ballast/core/decision/account-state";
import { closeUnitsOf, type Prices } from "@ballast/core/ledger/equity";
import { costOf, type Lot, type Position } from "@ballast/core/ledger/lots";
import { assetOf } from "@ballast/core/money/asset";
import { averagePriceUnits, notionalUnits, type PairAssets } from "@ballast/core/money/notional";
import type { Holding, LotRow } from "../contract/account.ts";
import { money, optional, price } from "../mappers/money.ts";
import { pairOf, type Pair } from "./instruments.ts";

type Marked = { readonly pair: Pair; readonly assets: PairAssets; readonly closeUnits: bigint | undefined };

/** What a quantity would bring at the close before its fee: rounded down, a value is never overstated. */
function valueAt(quantity: bigint, { assets, closeUnits }: Marked): bigint | undefined {
  return optional(closeUnits, (priceUnits) => notionalUnits({ priceUnits, quantity, pair: assets, mode: "floor" }));
}

function lotRow(lot: Lot, marked: Marked): LotRow {
  const { pair } = marked;
  return {
    n: lot.n,
    openedMs: lot.openedMs,
    quantity: money(lot.quantity, pair.base),
    price: price(lot.priceUnits, pair.quote),
    cost: money(lot.costUnits, pair.quote),
    unrealised: optional(valueAt(lot.quantity, marked), (value) => money(value - lot.costUnits, pair.quote)),
  };
}

function stopOf(state: AccountState, symbol: string): bigint | undefined {
  return state.orders.find((order) => order.symbol === symbol && order.purpose === "protection" && order.kind === "stop-loss")
    ?.triggerUnits;
}

function holding(position: Position, marked: Marked, stopUnits: bigint | undefined): Holding {
  const { pair, assets } = marked;
  const cost = costOf(position);
  const value = valueAt(position.quantity, marked);
  return {
    symbol: position.symbol,
    quantity: money(position.quantity, pair.base),
    averagePrice: price(averagePriceUnits({ amountUnits: cost, quantity: position.quantity, pair: assets, mode: "half-even" }), pair.quote),
    cost: money(cost, pair.quote),
    marketPrice: optional(marked.closeUnits, (units) => price(units, pair.quote)),
    marketValue: optional(value, (units) => money(units, pair.quote)),
    unrealised: optional(value, (units) => money(units - cost, pair.quote)),
    stop: optional(stopUnits, (units) => price(units, pair.quote)),
    lots: position.lots.map((lot) => lotRow(lot, marked)),
  };
}

/** Positions of a state with their lots at the closes; unpriced where the snapshot has no bar of them. */
export function holdingsOf(
  state: AccountState,
  of: { readonly prices: Prices | undefined; readonly pairs: ReadonlyMap<string, Pair> },
): readonly Holding[] {
  return state.positions
    .filter(({ quantity }) => quantity > 0n)
    .map((position) => {
      const pair = pairOf(of.pairs, position.symbol);
      const closeUnits = of.prices && closeUnitsOf(of.prices.snapshot, position.symbol);
      return holding(
        position,
        { pair, assets: { base: assetOf(pair.base), quote: assetOf(pair.quote) }, closeUnits },
        stopOf(state, position.symbol),
      );
    });
}
