/** Checks of what would be held: per pair, per quote, in all, and how many positions. */
import { CURRENCY_SCALE } from "../../money/asset.ts";
import { formatUnits } from "../../numeric/fixed.ts";
import { capUnits, isCapStated, pairCapOf, percentText, quoteCapOf } from "../caps.ts";
import type { GateInput } from "../gate-input.ts";
import type { Cap } from "../profile.ts";
import { ENTRIES, notApplicable, PASS, refused, type Check, type Verdict } from "./check.ts";

/** What a cap is asked of, all in one currency: the base one, or the quote where the cap is one of a quote. */
type Exposure = {
  readonly equityUnits: bigint | undefined;
  readonly heldUnits: bigint | undefined;
  readonly orderUnits: bigint | undefined;
  readonly scale: number;
  readonly code: string;
  readonly uncapped: Verdict;
};

const NO_PAIR_CAP = notApplicable("pair_cap", "the profile states no cap");
const NO_QUOTE_CAP = notApplicable("quote_cap", "the profile states no cap of this quote");
const NO_TOTAL_CAP = notApplicable("total_cap", "the profile states no cap");

/** What would be held against what a cap allows of portfolio value. */
export function examineCap(cap: Cap, exposure: Exposure): Verdict {
  if (!isCapStated(cap)) return exposure.uncapped;
  const { equityUnits, heldUnits, orderUnits, scale } = exposure;
  if (equityUnits === undefined || heldUnits === undefined || orderUnits === undefined) return refused("RATE_MISSING");
  const limitUnits = capUnits(cap, { equityUnits, scale });
  const wouldBe = heldUnits + orderUnits;
  if (limitUnits === undefined || wouldBe <= limitUnits) return PASS;
  return refused(exposure.code, [
    ["wouldBePercent", percentText(wouldBe, equityUnits)],
    ["limitPercent", percentText(limitUnits, equityUnits)],
    ["wouldBe", formatUnits(wouldBe, scale)],
    ["limit", formatUnits(limitUnits, scale)],
  ]);
}

type Held = { readonly heldUnits: bigint | undefined; readonly code: string; readonly uncapped: Verdict };

/** A cap's question in the account's base currency. */
export function inBase({ account, order }: GateInput, held: Held): Exposure {
  return { ...held, equityUnits: account.equityUnits, orderUnits: order.notionalBaseUnits, scale: CURRENCY_SCALE };
}

export const pairCapCheck: Check = {
  name: "pair_cap",
  appliesTo: ENTRIES,
  examine: (input) =>
    examineCap(
      pairCapOf(input.profile, input.order.symbol),
      inBase(input, { heldUnits: input.account.pairExposureUnits, code: "PAIR_CAP_EXCEEDED", uncapped: NO_PAIR_CAP }),
    ),
};

export const quoteCapCheck: Check = {
  name: "quote_cap",
  appliesTo: ENTRIES,
  examine({ instrument, profile, account, order }) {
    if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
    return examineCap(quoteCapOf(profile, instrument.quote.code), {
      equityUnits: account.equityQuoteUnits,
      heldUnits: account.quoteExposureUnits,
      orderUnits: order.notionalUnits,
      scale: instrument.quote.scale,
      code: "QUOTE_CAP_EXCEEDED",
      uncapped: NO_QUOTE_CAP,
    });
  },
};

export const totalCapCheck: Check = {
  name: "total_cap",
  appliesTo: ENTRIES,
  examine: (input) =>
    examineCap(
      input.profile.totalCap,
      inBase(input, { heldUnits: input.account.totalExposureUnits, code: "TOTAL_CAP_EXCEEDED", uncapped: NO_TOTAL_CAP }),
    ),
};

function examinePositions({ account, profile }: GateInput): Verdict {
  if (account.others === undefined) return refused("POSITIONS_UNKNOWN");
  const wouldBe = account.others.length + 1;
  if (wouldBe <= profile.positionsMax) return PASS;
  return refused("POSITIONS_EXCEEDED", [
    ["wouldBe", String(wouldBe)],
    ["limit", String(profile.positionsMax)],
  ]);
}

export const positionsCheck: Check = { name: "positions", appliesTo: ENTRIES, examine: examinePositions };
