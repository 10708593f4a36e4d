import { postingsOfOpening } from "../ledger/postings.ts";
import { HASH_BYTES } from "../numeric/hash.ts";
import { openAccountState } from "./account-state.ts";
import type { BookContext, BookedState, ChainHeads } from "./booking.ts";
import { BookJournal } from "./journal.ts";

/** Heads of a book's chains before their first link. */
export function emptyChains(): ChainHeads {
  return { ledgerSeq: 0, ledgerHash: new Uint8Array(HASH_BYTES), receiptSeq: 0, receiptHash: new Uint8Array(HASH_BYTES) };
}

/** An account's first state in a run: its starting balance, booked against opening equity. */
export function openBook(of: {
  readonly context: BookContext;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly atMs: number;
}): BookedState {
  const { context, baseCurrency, startingUnits, atMs } = of;
  const journal = new BookJournal(context, openAccountState({ baseCurrency, startingUnits }), emptyChains());
  journal.post("OPENING", postingsOfOpening({ asset: baseCurrency, units: startingUnits }), { atMs, reference: "starting balance" });
  return journal.finish();
}
