import type { Snapshot } from "../market/snapshot.ts";
import type { AccountState } from "./account-state.ts";
import type { BookContext, BookedState, ChainHeads } from "./booking.ts";

export type DispatchInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  readonly snapshot: Snapshot;
  /** Open of the bar that opens at the snapshot's close, by symbol; a symbol without one waits for its next bar. */
  readonly nextOpens: ReadonlyMap<string, number>;
  readonly context: BookContext;
};

/**
 * A decision was committed: its intended orders are sent, its cancellations carried out, and market
 * orders fill at the next open where that is known. Orders are taken from the state, so that a
 * process that dies after the commit loses nothing.
 */
export declare function dispatch(input: DispatchInput): BookedState;
