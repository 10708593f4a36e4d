import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { OrderComparison } from "@ballast/core/decision/what-if";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { readProfileVersion } from "@ballast/db/repositories/profile-versions";
import { AppError } from "@ballast/jobs/app-error";
import { z } from "zod";
import { loadDirectory } from "../../marketdata/instrument-table.ts";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { countWhatIf } from "../what-if/count-what-if.ts";
import { walkWhatIf } from "../what-if/walk-what-if.ts";
import { HELD_FIXED, slotsWhatIf } from "../what-if/slots-what-if.ts";
import type { WhatIfPorts, WhatIfRequest } from "../what-if/what-if-request.ts";

/** A page waits for the answer; more days are for the command line. */
const DAYS_MAX = 90;
const ORDERS_MAX = 200;

const payloadSchema = z.looseObject({
  accountId: z.uuid(),
  profileKey: z.string().min(1),
  version: z.coerce.number().int().min(1),
  days: z.coerce.number().int().min(1).max(DAYS_MAX),
  /** Its own path, or each recorded slot apart. */
  basis: z.enum(["path", "slots"]).default("path"),
});

type Quantity = (symbol: string, units: bigint | undefined) => string | undefined;

function orderOf(order: OrderComparison, quantity: Quantity) {
  const { atMs, symbol, side, purpose, effect, code, facts } = order;
  const quantities = { was: quantity(symbol, order.wasQuantity), would: quantity(symbol, order.wouldQuantity) };
  return { atMs, symbol, side, purpose, effect, code, facts, ...quantities };
}

type Answered = { readonly orders: readonly OrderComparison[]; readonly more: Record<string, unknown> };

async function answerBySlots(ports: WhatIfPorts, request: WhatIfRequest): Promise<Answered> {
  const { fromMs, toMs, slots, skippedSlots, otherReleaseSlots, haltingSlots, repeats, counts, orders } = await slotsWhatIf(ports, request);
  const { effects, codes } = counts;
  const more = { basis: "slots", heldAsRecorded: HELD_FIXED, slots, skippedSlots, otherReleaseSlots, haltingSlots, repeats };
  return { orders, more: { ...more, fromMs, toMs, effects, codes } };
}

async function answerByPath(asked: WhatIfPorts, request: WhatIfRequest, ports: EnginePorts): Promise<Answered> {
  const walked = await walkWhatIf(asked, request);
  if (walked === undefined) throw new AppError("NOTHING_DECIDED", "no slot was decided in that time", { retry: "never" });
  await countWhatIf(ports, { request, walked, actor: "what-if" });
  const { fromMs, toMs, closes, undecidedCloses, otherReleaseSlots, halts, counts, orders, baseCurrency } = walked;
  const { scale } = assetOf(baseCurrency);
  const equity = {
    asset: baseCurrency,
    was: formatUnits(walked.wasEquityUnits, scale),
    would: formatUnits(walked.wouldEquityUnits, scale),
  };
  const { effects, codes } = counts;
  return { orders, more: { basis: "path", fromMs, toMs, closes, undecidedCloses, otherReleaseSlots, halts, effects, codes, equity } };
}

/**
 * What another version of a risk profile would have made of an account's last days: along the path of its
 * own, or what it says to each recorded slot where that is asked. Nothing is written but that a path was tried.
 */
export async function askWhatIf(ports: EnginePorts, of: { readonly tenantId: string; readonly payload: unknown }): Promise<unknown> {
  const { accountId, profileKey, version, days, basis } = payloadSchema.parse(of.payload);
  const { pool, cycle } = ports;
  const { tenantId } = of;
  const stored = await readProfileVersion(pool, { tenantId, key: profileKey, version });
  const book = await findNewestBook(pool, { tenantId, accountId, run: undefined });
  if (stored === undefined) throw new AppError("PROFILE_UNKNOWN", `there is no version ${version} of ${profileKey}`, { retry: "never" });
  if (book === undefined) throw new AppError("NOTHING_DECIDED", "this account has entered no run yet", { retry: "never" });
  const answer = basis === "path" ? answerByPath : answerBySlots;
  const asked = { db: pool, decide: cycle.decide, coreHash: cycle.coreHash };
  const { orders, more } = await answer(asked, { book, profile: decodeRiskProfile(stored.body), days }, ports);
  const directory = await loadDirectory(pool);
  const quantity: Quantity = (symbol, units) =>
    units === undefined ? undefined : formatUnits(units, directory.entryOf(symbol).instrument.base.scale);
  const different = orders.filter(({ effect }) => effect !== "same");
  return {
    ...more,
    orders: different.slice(0, ORDERS_MAX).map((order) => orderOf(order, quantity)),
    ordersLeftOut: Math.max(0, different.length - ORDERS_MAX),
  };
}
