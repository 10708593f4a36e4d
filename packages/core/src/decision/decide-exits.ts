import { closeUnitsOf } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OpenOrder } from "../orders/order.ts";
import { killCovers } from "../risk/kill.ts";
import type { LadderHalt } from "../risk/ladder.ts";
import type { CampaignRun } from "./campaign-run.ts";
import type { Deliberation } from "./deliberation.ts";
import { sellingAccount } from "./gate-view.ts";
import { instrumentAt } from "./holdings.ts";
import { exitOrder } from "./orders-of.ts";
import type { Signals } from "./signals.ts";

function isFlattened(deliberation: Deliberation, symbol: string): boolean {
  return deliberation.input.kills.some((kill) => kill.verb === "flatten" && killCovers(kill, symbol));
}

function isStopped(orders: readonly OpenOrder[], symbol: string): boolean {
  return orders.some((order) => order.symbol === symbol && order.side === "sell" && order.kind === "stop-loss" && !order.isCancelRequested);
}

/** What is decided about positions besides their kill switches: halts of the account's own, its campaigns, its one strategy. */
export type ExitSources = {
  readonly halts: readonly LadderHalt[];
  readonly signals: Signals;
  readonly campaigns: CampaignRun | undefined;
};

/** What the strategy side says of a position: the campaign where there is one, else the strategy itself. */
function strategyExitOf(symbol: string, { signals, campaigns }: ExitSources): string | undefined {
  if (campaigns !== undefined) {
    const act = campaigns.actOf(symbol);
    return act?.act === "exit" ? act.reason : undefined;
  }
  const review = signals.review(symbol, "");
  return review?.action === "exit" ? review.reason : undefined;
}

/**
 * Why a position is to be sold, or undefined. A kill switch comes first, then a halt of the account's
 * own, then a missing stop (EXE3), then the window where the profile wants to be flat in it, then the
 * strategy, silent in downtime (RSK6) and where a halt decides.
 */
function exitReasonOf(deliberation: Deliberation, symbol: string, sources: ExitSources): string | undefined {
  if (isFlattened(deliberation, symbol)) return "KILL_FLATTEN";
  const halt = sources.halts.find(({ verb }) => verb === "flatten");
  if (halt !== undefined) return halt.code;
  if (!isStopped(deliberation.state.orders, symbol)) return "POSITION_UNPROTECTED";
  if (deliberation.phase === "DOWNTIME" || deliberation.isHalt) return undefined;
  if (deliberation.isFlatAhead) return "DOWNTIME_AHEAD";
  return strategyExitOf(symbol, sources);
}

function exitPosition(
  deliberation: Deliberation,
  of: { readonly instrument: Instrument; readonly quantity: bigint; readonly reason: string },
): boolean {
  const { instrument, quantity, reason } = of;
  const order = exitOrder(deliberation.state, {
    id: deliberation.nextOrderId(),
    instrument,
    quantity,
    reason,
    purpose: "exit",
    createdMs: deliberation.createdMs,
    barVolumeUnits: deliberation.barVolumeUnits(instrument),
  });
  const priceUnits = closeUnitsOf(deliberation.prices.snapshot, instrument.symbol);
  return deliberation.submit({ order, instrument, account: sellingAccount(deliberation.state, instrument), priceUnits });
}

/** Sales of whole positions, in symbol order. A position with a sale on its way is left to it; dust is no position. */
export function decideExits(deliberation: Deliberation, sources: ExitSources): void {
  for (const { symbol } of deliberation.state.positions) {
    const instrument = instrumentAt(deliberation.prices, symbol);
    if (instrument === undefined) {
      deliberation.refuse({ check: "instrument_tradable", code: "INSTRUMENT_UNKNOWN", symbol, facts: [["symbol", symbol]] });
      continue;
    }
    const quantity = deliberation.sellableQuantity(instrument);
    if (quantity === 0n) continue;
    if (deliberation.state.orders.some((order) => order.symbol === symbol && order.purpose === "exit")) {
      deliberation.facts.push({ symbol, code: "ORDER_PENDING", values: [["purpose", "exit"]] });
      continue;
    }
    const reason = exitReasonOf(deliberation, symbol, sources);
    if (reason === undefined || !exitPosition(deliberation, { instrument, quantity, reason })) continue;
    if (sources.campaigns?.campaignOf(symbol) !== undefined) sources.campaigns.step(symbol, "exit_decided", { reason });
  }
}

/**
 * Entries that still wait for their bar are cancelled where a kill switch allows none to happen
 * (any verb beyond block-entries), where the account's own limits halt it, outside trading hours, and
 * where the profile wants to be flat before they end.
 */
export function cancelEntries(deliberation: Deliberation, halts: readonly LadderHalt[]): void {
  for (const order of deliberation.state.orders) {
    if (order.purpose !== "entry") continue;
    const isKilled = deliberation.input.kills.some((kill) => kill.verb !== "block_entries" && killCovers(kill, order.symbol));
    if (isKilled || halts.length > 0 || deliberation.phase !== "TRADING" || deliberation.isFlatAhead) deliberation.requestCancel(order);
  }
}
