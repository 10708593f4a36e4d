import type { Bookings } from "@ballast/core/decision/booking";
import { BOOKING_KINDS, bookingRows, readBookings, type BookingKind, type BookingRow } from "@ballast/db/repositories/replay-bookings";
import type { ClientBase, Pool } from "pg";
import { addBookings, emptyRows, type CycleRowsDraft } from "../decide-cycle/cycle.mapper.ts";
import { firstDifference } from "./first-difference.ts";
import type { ReplayFindings, ReplaySubject } from "./replay-findings.ts";
import { bookKey } from "./replay-store.ts";

/** What a person calls a row of each kind. */
const NAMES: Readonly<Record<BookingKind, string>> = {
  intents: "intent",
  orderEvents: "order event",
  fills: "fill",
  disposals: "lot disposal",
  transactions: "ledger transaction",
  postings: "posting",
};

/** Bookings that were made again, until the stored rows in their places are read and compared. */
export class RemadeBookings {
  readonly #rows: CycleRowsDraft = emptyRows();
  readonly #subjects = new Map<string, ReplaySubject>();

  /** Bookings of a slot; each row is remembered as that slot's. */
  add(subject: ReplaySubject, bookings: readonly Bookings[]): void {
    if (bookings.length === 0) return;
    const before = Object.fromEntries(BOOKING_KINDS.map((kind) => [kind, this.#rows[kind].length]));
    for (const booked of bookings) addBookings(this.#rows, subject.id, booked);
    for (const kind of BOOKING_KINDS) {
      const added = { ...emptyRows(), [kind]: this.#rows[kind].slice(before[kind]) };
      for (const row of bookingRows(kind, added)) this.#subjects.set(placeOf(kind, row), subject);
    }
  }

  /** Reads what is stored in the places of all these rows, and names the first column of each slot that differs. */
  async compare(db: ClientBase | Pool, findings: ReplayFindings): Promise<void> {
    for (const kind of BOOKING_KINDS) {
      const stored = new Map((await readBookings(db, kind, this.#rows)).map((row) => [placeOf(kind, row), row]));
      const made = bookingRows(kind, this.#rows);
      findings.passBookings(made.length);
      for (const row of made) {
        const place = placeOf(kind, row);
        const subject = this.#subjects.get(place);
        const difference = firstDifference(`${NAMES[kind]} ${row.place}`, stored.get(place)?.columns, row.columns);
        if (difference !== undefined && subject !== undefined) findings.differ(subject, difference);
      }
    }
  }
}

const placeOf = (kind: BookingKind, row: BookingRow): string => `${kind}/${bookKey(row)}/${row.place}`;
