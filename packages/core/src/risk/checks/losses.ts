/** Checks of what an account has lost already: the drawdown ladder and the day (RSK3). */
import { CURRENCY_SCALE } from "../../money/asset.ts";
import { formatUnits } from "../../numeric/fixed.ts";
import { capUnits, partOf } from "../caps.ts";
import { UNDECLARED } from "../declared.ts";
import { exposureFactorBps, isFallenBy, riskFactorBps, rungAt, type Rung } from "../drawdown.ts";
import { larger } from "../extremes.ts";
import type { GateInput } from "../gate-input.ts";
import { MULTIPLIER_BPS_MAX } from "../sizing.ts";
import { ENTRIES, notApplicable, PASS, refused, undeclared, type Check, type Verdict } from "./check.ts";

const WHOLE_BPS = 10_000n;
const NO_RUNGS = notApplicable("drawdown_rung", "no ladder is kept for this account");
const NO_DAY = notApplicable("daily_loss", "no ladder is kept for this account");

type OnRung = { readonly rung: Rung; readonly equityUnits: bigint };

function limited(code: string, wouldBe: bigint, limit: bigint): Verdict {
  if (wouldBe <= limit) return PASS;
  return refused(code, [
    ["wouldBe", formatUnits(wouldBe, CURRENCY_SCALE)],
    ["limit", formatUnits(limit, CURRENCY_SCALE)],
  ]);
}

/** From the first rung on no entry is larger than the reduced risk fraction at the largest multiplier there is. */
function examineSize({ profile, order }: GateInput, { rung, equityUnits }: OnRung): Verdict {
  if (order.notionalBaseUnits === undefined) return refused("RATE_MISSING");
  const bps = BigInt(profile.riskFractionBps) * BigInt(riskFactorBps(profile, rung)) * BigInt(MULTIPLIER_BPS_MAX);
  return limited("DRAWDOWN_SIZE_EXCEEDED", order.notionalBaseUnits, (equityUnits * bps) / (WHOLE_BPS * WHOLE_BPS * WHOLE_BPS));
}

/** From the second rung on the exposure cap counts only by its factor. */
function examineExposure({ profile, account, order }: GateInput, { rung, equityUnits }: OnRung): Verdict {
  const cap = capUnits(profile.totalCap, { equityUnits, scale: CURRENCY_SCALE });
  if (cap === undefined || rung < 2) return PASS;
  if (account.totalExposureUnits === undefined || order.notionalBaseUnits === undefined) return refused("RATE_MISSING");
  const limit = partOf(cap, exposureFactorBps(profile, rung));
  return limited("DRAWDOWN_EXPOSURE_EXCEEDED", account.totalExposureUnits + order.notionalBaseUnits, limit);
}

function examineRung(input: GateInput): Verdict {
  const { ladder, account, profile } = input;
  if (ladder === UNDECLARED) return undeclared(input, NO_RUNGS, "ladder");
  if (ladder === undefined) return refused("LADDER_UNKNOWN");
  if (ladder.haltedBy === "drawdown") return refused("DRAWDOWN_HALT");
  if (account.equityUnits === undefined) return refused("RATE_MISSING");
  // What was decided before in this slot may have cost a rung since the ladder was climbed.
  const now = rungAt(profile, { highWaterUnits: ladder.highWaterUnits, equityUnits: account.equityUnits });
  const rung = larger(now, ladder.rung);
  if (rung === 3) return refused("DRAWDOWN_HALT");
  if (rung === 0) return PASS;
  const at = { rung, equityUnits: account.equityUnits };
  const size = examineSize(input, at);
  return size === PASS ? examineExposure(input, at) : size;
}

export const drawdownRungCheck: Check = { name: "drawdown_rung", appliesTo: ENTRIES, examine: examineRung };

function examineDay(input: GateInput): Verdict {
  const { ladder, account, profile } = input;
  if (ladder === UNDECLARED) return undeclared(input, NO_DAY, "ladder");
  if (ladder === undefined) return refused("LADDER_UNKNOWN");
  if (ladder.haltedBy === "daily_loss") return refused("DAILY_LOSS_HALT");
  if (account.equityUnits === undefined) return refused("RATE_MISSING");
  const { dayOpenUnits } = ladder;
  if (!isFallenBy({ fromUnits: dayOpenUnits, toUnits: account.equityUnits, bps: profile.dailyLossBpsMax })) return PASS;
  return refused("DAILY_LOSS_EXCEEDED", [
    ["opened", formatUnits(dayOpenUnits, CURRENCY_SCALE)],
    ["equity", formatUnits(account.equityUnits, CURRENCY_SCALE)],
    ["limitBps", String(profile.dailyLossBpsMax)],
  ]);
}

export const dailyLossCheck: Check = { name: "daily_loss", appliesTo: ENTRIES, examine: examineDay };
