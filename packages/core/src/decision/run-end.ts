import type { Bar } from "../market/bar.ts";
import { deriveId } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { Position } from "../ledger/lots.ts";
import { passGate, UNNOTED } from "../risk/gate.ts";
import type { AccountState } from "./account-state.ts";
import { NO_BOOKINGS, type BookContext, type BookedState, type ChainHeads } from "./booking.ts";
import { priceUnitsOf, sellAtPrice, tradedInstrument, volumeUnitsOf } from "./execute.ts";
import { BookedGateInput } from "./gate-inputs.ts";
import { sellableQuantity } from "./holdings.ts";
import { BookJournal } from "./journal.ts";
import { exitOrder } from "./orders-of.ts";

export type EndRunInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  /** Last closed bar by symbol. */
  readonly lastBars: ReadonlyMap<string, Bar>;
  readonly context: BookContext;
};

const RUN_END = "RUN_END";

/** Orders that have not bought or sold anything yet and are no protection: nothing will come for them. */
function isPending(order: OpenOrder): boolean {
  return order.purpose !== "protection";
}

function sellAtClose(journal: BookJournal, context: BookContext, position: Position, bar: Bar): void {
  const instrument = tradedInstrument(context, position.symbol);
  const quantity = sellableQuantity(position, instrument);
  if (quantity === 0n) return;
  const { accountKey, runKey, sha256 } = context;
  const intentSeq = journal.state.next.intent;
  const order = exitOrder(journal.state, {
    purpose: "exit",
    id: deriveId(sha256, { kind: "run-end", accountKey, runKey, slotKey: position.symbol, n: intentSeq }),
    instrument,
    quantity,
    reason: RUN_END,
    createdMs: bar.tsMs,
    barVolumeUnits: volumeUnitsOf(bar.volume, instrument),
  });
  const { refusal } = passGate(new BookedGateInput(context, journal.state, { order, instrument }), UNNOTED);
  if (refusal !== undefined) {
    journal.refuse(bar.tsMs, refusal);
    return;
  }
  const sent = journal.launch(order, { atMs: bar.tsMs, reason: RUN_END });
  sellAtPrice(journal, context, sent, { openUnits: priceUnitsOf(bar.close), atMs: bar.tsMs });
}

/**
 * A run ends: orders that wait are cancelled and what is held is sold at its last close. A position
 * without a last bar, and dust, stay in the books.
 */
export function endRun({ state, heads, lastBars, context }: EndRunInput): BookedState {
  if (state.orders.length === 0 && state.positions.length === 0) return { state, heads, bookings: NO_BOOKINGS };
  const journal = new BookJournal(context, state, heads);
  for (const order of state.orders) {
    if (isPending(order))
      journal.advance(order, "cancel_confirmed", { atMs: lastBars.get(order.symbol)?.tsMs ?? order.createdMs, reason: RUN_END });
  }
  for (const position of state.positions) {
    const bar = lastBars.get(position.symbol);
    if (bar !== undefined) sellAtClose(journal, context, position, bar);
  }
  return journal.finish();
}
