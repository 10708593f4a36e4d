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
};

function examineCap(cap: Cap, exposure: Exposure): Verdict {
  if (!isCapStated(cap)) return notApplicable("the profile states no cap");
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

function inBase(input: GateInput, heldUnits: bigint | undefined, code: string): Exposure {
  return { equityUnits: input.account.equityUnits, heldUnits, orderUnits: input.order.notionalBaseUnits, scale: CURRENCY_SCALE, code };
}

export const pairCapCheck: Check = {
  name: "pair_cap",
  appliesTo: ENTRIES,
  examine: (input) =>
    examineCap(pairCapOf(input.profile, input.order.symbol), inBase(input, input.account.pairExposureUnits, "PAIR_CAP_EXCEEDED")),
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
    });
  },
};

export const totalCapCheck: Check = {
  name: "total_cap",
  appliesTo: ENTRIES,
  examine: (input) => examineCap(input.profile.totalCap, inBase(input, input.account.totalExposureUnits, "TOTAL_CAP_EXCEEDED")),
};

function examinePositions({ account, profile }: GateInput): Verdict {
  if (account.otherPositions === undefined) return refused("POSITIONS_UNKNOWN");
  const wouldBe = account.otherPositions + 1;
  if (wouldBe <= profile.positionsMax) return PASS;
  return refused("POSITIONS_EXCEEDED", [
    ["wouldBe", String(wouldBe)],
    ["limit", String(profile.positionsMax)],
  ]);
}

export const positionsCheck: Check = { name: "positions", appliesTo: ENTRIES, examine: examinePositions };
