import type { Prices } from "../ledger/equity.ts";
import type { Position } from "../ledger/lots.ts";
import type { Instrument } from "../market/instrument.ts";
import { roundToStep } from "../money/step.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { AccountState } from "./account-state.ts";

const NOTHING = { total: 0n, held: 0n };

/** What an account has of an asset; zeros where it never had any. */
export function balanceOf(state: AccountState, asset: string): { readonly total: bigint; readonly held: bigint } {
  return state.balances.find((balance) => balance.asset === asset) ?? NOTHING;
}

/** What is neither spent nor reserved. */
export function freeUnitsOf(state: AccountState, asset: string): bigint {
  const { total, held } = balanceOf(state, asset);
  return total - held;
}

export function positionOf(state: AccountState, symbol: string): Position | undefined {
  return state.positions.find((position) => position.symbol === symbol);
}

export function instrumentOf(instruments: readonly Instrument[], symbol: string): Instrument | undefined {
  return instruments.find((instrument) => instrument.symbol === symbol);
}

/** An instrument of a run's table at a close. Most tables hold the lineage's universe in its order: there a symbol stands where the snapshot has it. */
export function instrumentAt({ snapshot, instruments }: Prices, symbol: string): Instrument | undefined {
  const place = snapshot.places?.get(symbol);
  const alike = place === undefined ? undefined : instruments[place];
  return alike?.symbol === symbol ? alike : instrumentOf(instruments, symbol);
}

/** What of a position the venue would take: whole lots, and no less than its minimum. 0 is flat, or dust, which stays visible in the books. */
export function sellableQuantity(position: Position | undefined, instrument: Instrument): bigint {
  if (position === undefined) return 0n;
  const lots = roundToStep({ units: position.quantity, stepUnits: instrument.lotUnits, mode: "floor" });
  return lots >= instrument.quantityMinUnits ? lots : 0n;
}

/** Orders that would lower a position: its protection, and exits on their way. */
export function sellOrdersOf(state: AccountState, symbol: string): readonly OpenOrder[] {
  return state.orders.filter((order) => order.symbol === symbol && order.side === "sell");
}

/** Base units that an order of this position may sell: free ones, and those that its own sell orders reserve. */
export function sellableUnitsOf(state: AccountState, instrument: Instrument): bigint {
  const reserved = sellOrdersOf(state, instrument.symbol).reduce((sum, order) => sum + order.heldUnits, 0n);
  return freeUnitsOf(state, instrument.base.code) + reserved;
}
