import { closeUnitsOf } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OpenOrder } from "../orders/order.ts";
import { killCovers } from "../risk/kill.ts";
import type { Deliberation } from "./deliberation.ts";
import { sellingAccount } from "./gate-view.ts";
import { instrumentOf, positionOf, sellableQuantity, sellOrdersOf } from "./holdings.ts";
import { exitOrder } from "./orders-of.ts";
import type { Signal, SignalBoard } from "./signal-board.ts";

function isFlattened(deliberation: Deliberation, symbol: string): boolean {
  return deliberation.input.kills.some((kill) => kill.verb === "flatten" && killCovers(kill, symbol));
}

function isStopped(orders: readonly OpenOrder[]): boolean {
  return orders.some((order) => order.kind === "stop-loss" && !order.isCancelRequested);
}

/**
 * Why a position is to be sold, or undefined. A kill switch comes first, then a missing stop (EXE3),
 * then the window where the profile wants to be flat in it, then the strategy, silent in downtime (RSK6)
 * and where a halt decides.
 */
function exitReasonOf(deliberation: Deliberation, symbol: string, signal: Signal | undefined): string | undefined {
  if (isFlattened(deliberation, symbol)) return "KILL_FLATTEN";
  if (!isStopped(sellOrdersOf(deliberation.state, symbol))) return "POSITION_UNPROTECTED";
  if (deliberation.phase === "DOWNTIME" || deliberation.isHalt) return undefined;
  if (deliberation.isFlatAhead) return "DOWNTIME_AHEAD";
  return signal?.whenLong.action === "exit" ? signal.whenLong.reason : undefined;
}

function exitPosition(
  deliberation: Deliberation,
  of: { readonly instrument: Instrument; readonly quantity: bigint; readonly reason: string },
): void {
  const { instrument, quantity, reason } = of;
  const order = exitOrder(deliberation.state, {
    id: deliberation.nextOrderId(),
    instrument,
    quantity,
    reason,
    createdMs: deliberation.createdMs,
    barVolumeUnits: deliberation.barVolumeUnits(instrument),
  });
  const priceUnits = closeUnitsOf(deliberation.prices.snapshot, instrument.symbol);
  deliberation.submit({ order, instrument, account: sellingAccount(deliberation.state, instrument), priceUnits });
}

/** Sales of whole positions, in symbol order. A position with a sale on its way is left to it; dust is no position. */
export function decideExits(deliberation: Deliberation, board: SignalBoard): void {
  for (const { symbol } of deliberation.state.positions) {
    const instrument = instrumentOf(deliberation.prices.instruments, symbol);
    if (instrument === undefined) {
      deliberation.refuse({ check: "instrument_tradable", code: "INSTRUMENT_UNKNOWN", symbol, facts: [["symbol", symbol]] });
      continue;
    }
    const quantity = sellableQuantity(positionOf(deliberation.state, symbol), instrument);
    if (quantity === 0n) continue;
    if (sellOrdersOf(deliberation.state, symbol).some((order) => order.purpose === "exit")) {
      deliberation.facts.push({ symbol, code: "ORDER_PENDING", values: [["purpose", "exit"]] });
      continue;
    }
    const signal = board.signals.find((candidate) => candidate.symbol === symbol);
    const reason = exitReasonOf(deliberation, symbol, signal);
    if (reason !== undefined) exitPosition(deliberation, { instrument, quantity, reason });
  }
}

/**
 * Entries that still wait for their bar are cancelled where a kill switch allows none to happen
 * (any verb beyond block-entries) and outside trading hours.
 */
export function cancelEntries(deliberation: Deliberation): void {
  for (const order of deliberation.state.orders) {
    if (order.purpose !== "entry") continue;
    const isKilled = deliberation.input.kills.some((kill) => kill.verb !== "block_entries" && killCovers(kill, order.symbol));
    if (isKilled || deliberation.phase !== "TRADING") deliberation.requestCancel(order);
  }
}
