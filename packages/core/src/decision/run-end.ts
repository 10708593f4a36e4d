import type { Bar } from "../market/bar.ts";
import type { AccountState } from "./account-state.ts";
import type { BookContext, BookedState, ChainHeads } from "./booking.ts";

export type EndRunInput = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  /** Last closed bar by symbol. */
  readonly lastBars: ReadonlyMap<string, Bar>;
  readonly context: BookContext;
};

/** The run ends: pending orders are cancelled and what is held is sold at its last close (`RUN_END`). */
export declare function endRun(input: EndRunInput): BookedState;
