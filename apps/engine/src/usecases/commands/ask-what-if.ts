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
import { walkWhatIf } from "../what-if/walk-what-if.ts";
import { whatIf } from "../what-if/what-if.ts";

/** A page waits for the answer; more days are for the command line. */
const DAYS_MAX = 90;
const ORDERS_MAX = 200;

const payloadSchema = z.looseObject({
  accountId: z.uuid(),
  profileKey: z.string().min(1),
  version: z.coerce.number().int().min(1),
  days: z.coerce.number().int().min(1).max(DAYS_MAX),
});

type Quantity = (symbol: string, units: bigint | undefined) => string | undefined;

function orderOf(order: OrderComparison, quantity: Quantity) {
  const { atMs, symbol, side, purpose, effect, code, facts } = order;
  const quantities = { was: quantity(symbol, order.wasQuantity), would: quantity(symbol, order.wouldQuantity) };
  return { atMs, symbol, side, purpose, effect, code, facts, ...quantities };
}

/**
 * What another version of a risk profile would have made of an account's last days: slot by slot on
 * the recorded states, and what the account would be worth along the path of its own. Nothing is written.
 */
export async function askWhatIf(ports: EnginePorts, of: { readonly tenantId: string; readonly payload: unknown }): Promise<unknown> {
  const { accountId, profileKey, version, days } = payloadSchema.parse(of.payload);
  const { pool, cycle } = ports;
  const { tenantId } = of;
  const stored = await readProfileVersion(pool, { tenantId, key: profileKey, version });
  const book = await findNewestBook(pool, { tenantId, accountId, run: undefined });
  if (stored === undefined) throw new AppError("PROFILE_UNKNOWN", `there is no version ${version} of ${profileKey}`, { retry: "never" });
  if (book === undefined) throw new AppError("NOTHING_DECIDED", "this account has entered no run yet", { retry: "never" });
  const request = { book, profile: decodeRiskProfile(stored.body), days };
  const asked = { db: pool, decide: cycle.decide, coreHash: cycle.coreHash };
  const found = await whatIf(asked, request);
  const walked = await walkWhatIf(asked, request);
  const directory = await loadDirectory(pool);
  const quantity: Quantity = (symbol, units) =>
    units === undefined ? undefined : formatUnits(units, directory.entryOf(symbol).instrument.base.scale);
  const different = found.orders.filter(({ effect }) => effect !== "same");
  return {
    fromMs: found.fromMs,
    toMs: found.toMs,
    slots: found.slots,
    skippedSlots: found.skippedSlots,
    otherReleaseSlots: found.otherReleaseSlots,
    effects: found.counts.effects,
    codes: found.counts.codes,
    orders: different.slice(0, ORDERS_MAX).map((order) => orderOf(order, quantity)),
    ordersLeftOut: Math.max(0, different.length - ORDERS_MAX),
    equity: walked && {
      asset: walked.baseCurrency,
      was: formatUnits(walked.wasEquityUnits, assetOf(walked.baseCurrency).scale),
      would: formatUnits(walked.wouldEquityUnits, assetOf(walked.baseCurrency).scale),
    },
  };
}
