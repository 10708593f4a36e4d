import type { BookContext, BookedState } from "./booking.ts";

/** An account's first state in a run: its starting balance, booked against opening equity. */
export declare function openBook(of: { readonly context: BookContext; readonly baseCurrency: string; readonly startingUnits: bigint; readonly atMs: number }): BookedState;
