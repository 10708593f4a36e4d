import type { Snapshot } from "../market/snapshot.ts";
import type { AccountState } from "./account-state.ts";
import type { BookContext, BookedState, ChainHeads } from "./booking.ts";

export type SettleInput = { readonly state: AccountState; readonly heads: ChainHeads; readonly snapshot: Snapshot; readonly context: BookContext };

/** A snapshot's bars have closed: open market orders fill at their open, then resting stops are evaluated. */
export declare function settle(input: SettleInput): BookedState;
