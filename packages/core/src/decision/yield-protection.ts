import type { Instrument } from "../market/instrument.ts";
import { deriveId } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import { passGate, UNNOTED } from "../risk/gate.ts";
import type { BookContext } from "./booking.ts";
import { BookedGateInput } from "./gate-inputs.ts";
import type { BookJournal } from "./journal.ts";

/** A protection that was cancelled because a sale needs what it protects, and how much of it is left to protect. */
export type Yielded = { readonly order: OpenOrder; readonly leftQuantity: bigint };

const NOTHING_YIELDED: readonly Yielded[] = [];

function openQuantity(order: OpenOrder): bigint {
  return order.quantity - order.filledQuantity;
}

function isStop(order: OpenOrder): boolean {
  return order.purpose === "protection" && order.kind === "stop-loss";
}

/**
 * What a stop and its take profit have in common: they protect one fill, and one cancels the other. The
 * take profit is made directly behind its stop, when the fill is booked and when it is booked anew.
 */
function pairOf({ purpose, kind, intentSeq }: OpenOrder): number | undefined {
  if (purpose !== "protection") return undefined;
  return kind === "take-profit" ? intentSeq - 1 : intentSeq;
}

function isOfOnePair(left: OpenOrder, right: OpenOrder): boolean {
  return left.parentOrderId === right.parentOrderId && pairOf(left) !== undefined && pairOf(left) === pairOf(right);
}

/** The protection of the same fill, then the oldest, as lots are sold. */
function byNearness(sale: OpenOrder): (left: OpenOrder, right: OpenOrder) => number {
  const rank = (order: OpenOrder): number => (isOfOnePair(order, sale) ? 0 : 1);
  return (left, right) => rank(left) - rank(right) || left.intentSeq - right.intentSeq;
}

/** How much each pair of protections must give up, by what `pairOf` says of it. */
function cutsOf(sale: OpenOrder, stops: readonly OpenOrder[], leftQuantity: bigint): ReadonlyMap<number | undefined, bigint> {
  const cuts = new Map<number | undefined, bigint>();
  let excess = stops.reduce((sum, order) => sum + openQuantity(order), 0n) - leftQuantity;
  for (const order of stops.length < 2 ? stops : stops.toSorted(byNearness(sale))) {
    if (excess <= 0n) break;
    const cut = excess < openQuantity(order) ? excess : openQuantity(order);
    cuts.set(pairOf(order), cut);
    excess -= cut;
  }
  return cuts;
}

/**
 * Makes room for a sale that leaves `leftQuantity` of a position (EXE3): protections that no longer
 * fit are cancelled, the oldest first and a take profit with its stop, and other sales that would
 * sell more than is left. What is given back is booked anew by `protectAgain` once the sale is booked.
 */
export function yieldProtection(
  journal: BookJournal,
  of: { readonly sale: OpenOrder; readonly isComplete: boolean; readonly leftQuantity: bigint; readonly atMs: number },
): readonly Yielded[] {
  const { sale, isComplete, leftQuantity, atMs } = of;
  const others = journal.state.orders.filter(({ symbol, side, id }) => symbol === sale.symbol && side === "sell" && id !== sale.id);
  if (others.length === 0) return NOTHING_YIELDED;
  const cuts = cutsOf(sale, others.filter(isStop), leftQuantity);
  const yielded: Yielded[] = [];
  for (const order of others) {
    const cut = order.purpose === "protection" ? (cuts.get(pairOf(order)) ?? 0n) : 0n;
    const isOver = openQuantity(order) > leftQuantity || (isComplete && isOfOnePair(order, sale));
    if (cut === 0n && !isOver) continue;
    journal.advance(order, "cancel_confirmed", { atMs, reason: "POSITION_REDUCED" });
    if (order.purpose === "protection" && cut > 0n && cut < openQuantity(order))
      yielded.push({ order, leftQuantity: openQuantity(order) - cut });
  }
  return yielded;
}

/** Protects what a sale left: each protection that yielded a part stands again at its own trigger, through the gate like any order. */
export function protectAgain(
  journal: BookJournal,
  context: BookContext,
  of: { readonly yielded: readonly Yielded[]; readonly instrument: Instrument; readonly atMs: number },
): void {
  const { accountKey, runKey, sha256, writer } = context;
  for (const { order: before, leftQuantity } of of.yielded) {
    const order: OpenOrder = {
      ...before,
      id: deriveId(sha256, { kind: `protection:${before.kind}:again`, accountKey, runKey, slotKey: before.id, n: 1 }, writer),
      intentSeq: journal.state.next.intent,
      state: "intended",
      createdMs: of.atMs,
      quantity: leftQuantity,
      filledQuantity: 0n,
      heldUnits: isStop(before) ? leftQuantity : 0n,
      isCancelRequested: false,
      fillCount: 0,
      eventCount: 1,
    };
    const { refusal } = passGate(new BookedGateInput(context, journal.state, { order, instrument: of.instrument }), UNNOTED);
    if (refusal !== undefined) {
      journal.refuse(of.atMs, refusal);
      continue;
    }
    journal.launch(order, { atMs: of.atMs, reason: before.reason });
  }
}
