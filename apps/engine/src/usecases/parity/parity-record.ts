import type { KillFact } from "@ballast/core/decision/decide-types";
import type { SlotRow } from "@ballast/db/repositories/cycle-rows";
import {
  readBookedFills,
  readKillAuthors,
  readOrderEnds,
  type BookedFill,
  type KillAuthor,
  type OrderEnd,
} from "@ballast/db/repositories/parity-rows";
import { readSlotsOf } from "@ballast/db/repositories/replay-receipts";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import type { RecordedSlot } from "../what-if/recorded-slots.ts";
import type { ParityPeriod } from "./parity-request.ts";
import type { Beside } from "./walk-beside.ts";

/** More are a year of a fill a minute: nobody reads them trade by trade. */
const FILLS_MAX = 500_000;

/** What is stored of an account's period besides its receipts. */
export type ParityRecord = {
  readonly fills: readonly BookedFill[];
  /** Ranges of slots that went by undecided. */
  readonly outages: readonly SlotRow[];
  /** How far the orders came that both made. */
  readonly ends: ReadonlyMap<string, OrderEnd>;
  readonly authorOf: (kill: KillFact) => KillAuthor | undefined;
};

/** Every recorded slot of the period, halts' own among them, in order. */
export function slotsOf({ closes }: Beside): readonly RecordedSlot[] {
  return closes.flatMap(({ recorded }) => (recorded === undefined ? [] : [...recorded.halts, recorded.slot]));
}

const authorKey = ({ scope, verb, sinceMs }: Pick<KillFact, "scope" | "verb" | "sinceMs"> | KillAuthor): string =>
  `${scope} ${verb} ${sinceMs}`;

/** Reads what the account did in the period: its fills as its books have them, and what is known of why. */
export async function readParityRecord(pool: Pool, of: { readonly period: ParityPeriod; readonly beside: Beside }): Promise<ParityRecord> {
  const { period, beside } = of;
  const { book } = period;
  const [firstMs, lastMs] = [beside.closes[0]?.closeMs ?? period.fromMs, beside.closes.at(-1)?.closeMs ?? period.fromMs];
  const fills = await readBookedFills(pool, book, { fromSeq: beside.firstFillSeq, beforeMs: lastMs, limit: FILLS_MAX + 1 });
  if (fills.length > FILLS_MAX)
    throw new AppError("PERIOD_TOO_LONG", `the period has more than ${FILLS_MAX} fills; ask for a shorter one`, { retry: "never" });
  const slots = await readSlotsOf(pool, [book], { fromMs: firstMs, toMs: lastMs + 1 });
  const ends = await readOrderEnds(pool, book, [...new Set(beside.fills.map(({ orderId }) => orderId))]);
  const withheld = slotsOf(beside).flatMap(({ input }) => beside.withheldOf(input.kills));
  const authors = await readKillAuthors(pool, book, [...new Set(withheld.map(({ sinceMs }) => sinceMs))]);
  const byKey = new Map(authors.map((author) => [authorKey(author), author]));
  return {
    fills,
    outages: slots.filter(({ outcome, reason }) => outcome === "SKIPPED" && reason !== "WINDOW_DOWNTIME"),
    ends: new Map(ends.map((end) => [end.orderId, end])),
    authorOf: (kill) => byKey.get(authorKey(kill)),
  };
}
