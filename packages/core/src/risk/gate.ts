import { modelApprovalCheck, readinessCheck, versionsCheck } from "./checks/approval.ts";
import { freeBalanceCheck } from "./checks/balance.ts";
import { PASS, type Check, type Verdict } from "./checks/check.ts";
import { clusterCheck, correlationCheck, leverageCheck, topThreeCheck } from "./checks/concentration.ts";
import { expectedEdgeCheck, fxRateCheck, priceCollarCheck, spreadCheck, volatilityCheck } from "./checks/conditions.ts";
import { pairCapCheck, positionsCheck, quoteCapCheck, totalCapCheck } from "./checks/exposure.ts";
import { dailyLossCheck, drawdownRungCheck } from "./checks/losses.ts";
import { capabilitiesCheck, snapshotAgeCheck, tradableCheck } from "./checks/market.ts";
import { lotCheck, minimumCheck, sideCheck, stopPresentCheck, tickCheck } from "./checks/order-shape.ts";
import { clockStepCheck, fenceCheck, killCheck, latenessCheck, modeCheck, unknownCheck, windowCheck } from "./checks/standing.ts";
import { duplicateIntentCheck, openOrdersCheck, orderRateCheck } from "./checks/traffic.ts";
import type { GateInput } from "./gate-input.ts";
import type { OrderPurpose } from "./order-terms.ts";
import type { FactValues, Refusal } from "./refusal.ts";

/**
 * Every check that an order passes before it may be sent, in the order in which they are asked. A
 * limit that the profile states and no check here holds is not held: this list is the truth.
 */
export const CHECKS: readonly Check[] = [
  modeCheck,
  killCheck,
  windowCheck,
  unknownCheck,
  fenceCheck,
  latenessCheck,
  clockStepCheck,
  versionsCheck,
  modelApprovalCheck,
  readinessCheck,
  snapshotAgeCheck,
  capabilitiesCheck,
  tradableCheck,
  duplicateIntentCheck,
  sideCheck,
  stopPresentCheck,
  lotCheck,
  tickCheck,
  minimumCheck,
  priceCollarCheck,
  fxRateCheck,
  drawdownRungCheck,
  dailyLossCheck,
  spreadCheck,
  volatilityCheck,
  expectedEdgeCheck,
  pairCapCheck,
  quoteCapCheck,
  totalCapCheck,
  correlationCheck,
  clusterCheck,
  topThreeCheck,
  positionsCheck,
  leverageCheck,
  orderRateCheck,
  openOrdersCheck,
  freeBalanceCheck,
];

function checksOf(purpose: OrderPurpose): readonly Check[] {
  return CHECKS.filter(({ appliesTo }) => appliesTo.includes(purpose));
}

/** The checks of each kind of order, sorted out once. */
const CHECKS_OF: Readonly<Record<OrderPurpose, readonly Check[]>> = {
  entry: checksOf("entry"),
  exit: checksOf("exit"),
  reduction: checksOf("reduction"),
  protection: checksOf("protection"),
};

/** What the gate says: the first refusal, or none; and the checks that had nothing to look at, with why. */
export type GateVerdict = { readonly refusal: Refusal | undefined; readonly notApplicable: FactValues };

/** Whether somebody reads which checks had nothing to look at. */
export type GateNoting = { readonly isNoting: boolean };
const NOTED: Readonly<GateNoting> = { isNoting: true };
/** Of an order that no receipt decides. */
export const UNNOTED: GateNoting = { isNoting: false };

const NOTHING_TO_NOTE: readonly never[] = [];
const ADMITTED: Readonly<GateVerdict> = { refusal: undefined, notApplicable: NOTHING_TO_NOTE };

function refusalBy(check: Check, verdict: Extract<Verdict, { readonly verdict: "refused" }>, { order }: GateInput): Refusal {
  return { check: check.name, code: verdict.code, symbol: order.symbol, facts: verdict.facts };
}

/**
 * The one gate (law 5): every order on every venue passes it, and there is no way around. It stops
 * at the first refusal; an order that it lets through was asked every check that applies to it.
 * Who keeps no receipt has nothing noted of the checks that do not apply.
 */
export function passGate(input: GateInput, { isNoting } = NOTED): GateVerdict {
  let notApplicable: (readonly [string, string])[] | undefined;
  for (const check of CHECKS_OF[input.order.purpose]) {
    const verdict = check.examine(input);
    if (verdict === PASS) continue;
    if (verdict.verdict === "refused")
      return { refusal: refusalBy(check, verdict, input), notApplicable: notApplicable ?? NOTHING_TO_NOTE };
    if (isNoting && verdict.verdict === "not_applicable") (notApplicable ??= []).push(verdict.note);
  }
  return notApplicable === undefined ? ADMITTED : { refusal: undefined, notApplicable };
}
