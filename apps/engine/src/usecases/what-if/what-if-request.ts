import type { Decide, DecideInput, Hashed } from "@ballast/core/decision/decide-types";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { readNewestReceipt } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { readBookDataset } from "@ballast/db/repositories/holdout-looks";
import { readReplayBooks, type ReplayBook } from "@ballast/db/repositories/replay-books";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { refuseClosedHoldout } from "../lab/holdout-looks.ts";

export type WhatIfRequest = {
  readonly book: BookId;
  readonly profile: RiskProfile;
  /** Days of the book's own clock, back from its newest decision. */
  readonly days: number;
};

export type WhatIfPorts = { readonly db: ClientBase | Pool; readonly decide: Decide; readonly coreHash: Uint8Array };

/** What an input says of its profile as if the account's people had made another one active. */
export function underProfile({ active }: DecideInput, profile: Hashed<RiskProfile>): Pick<DecideInput, "profile" | "active"> {
  return { profile, active: active === undefined ? undefined : { ...active, profile: profile.hash } };
}

/** The book and the stretch of time that are asked about; a book that has decided nothing is refused, and a closed holdout. */
export async function stretchOf(
  db: ClientBase | Pool,
  { book: id, days }: Pick<WhatIfRequest, "book" | "days">,
): Promise<{ readonly book: ReplayBook; readonly fromMs: number; readonly toMs: number }> {
  const [book] = await readReplayBooks(db, [id]);
  const newest = await readNewestReceipt(db, id);
  if (book === undefined || newest === undefined)
    throw new AppError("NOTHING_DECIDED", "this account has decided nothing yet, so there is nothing to decide again", { retry: "never" });
  const dataset = await readBookDataset(db, id);
  if (dataset !== undefined) await refuseClosedHoldout(db, { tenantId: id.tenantId, dataset, toMs: newest.atMs });
  return { book, fromMs: newest.atMs - days * DAY_MS + 1, toMs: newest.atMs };
}
