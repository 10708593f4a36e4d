/** A fixture of tests: two coins that move as one, an account that trades their crossings, and its decisions. */
import { hash } from "node:crypto";
import { BY_RULES } from "../campaign/predictions.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { USD } from "../risk/gate-fixture.ts";
import { encodeRiskProfile } from "../risk/profile-codec.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { encodeAccountState, openAccountState, type AccountState } from "./account-state.ts";
import type { DecideInput, Decision, KillFact, KillVerb } from "./decide-types.ts";
import { dispatch } from "./dispatch.ts";
import { makeDecide } from "./make-decide.ts";
import { emptyChains } from "./open-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkOf } from "./walk-fixture.ts";

export const nodeSha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

const START_MS = 1_700_006_400_000;
const SYMBOLS = ["ADA/USD", "BTC/USD"];
export const INSTRUMENTS = [coinInstrument("ADA"), coinInstrument("BTC")];
export const settings = strategySettingsSchema.parse({
  kind: "ema-atr",
  fast: 2,
  slow: 5,
  atr: 3,
  atrMult: 2,
  timeframeMs: 3_600_000,
  instruments: SYMBOLS,
});
export const walk = walkOf({
  sha256: nodeSha256,
  settings,
  profile: GUARDED_PROFILE,
  instruments: INSTRUMENTS,
  startingUnits: 10_000n * USD,
  takerFeeBps: 26,
  slippageBps: 5,
});
export const decide = makeDecide({ sha256: nodeSha256 });

export const hashed = (value: AccountState) => ({ value, hash: nodeSha256(encodeAccountState(value)) });
export const FLAT = openAccountState({ baseCurrency: "USD", startingUnits: 10_000n * USD });

/** Both coins move as one, so that one snapshot proposes two entries at once. */
const bars = syntheticBars(nodeSha256, { name: "both", length: 200, startMs: START_MS });
export const steps = stepsOf(nodeSha256, new Map(SYMBOLS.map((symbol) => [symbol, bars])), settings);

export function inputAt(index: number, account: AccountState = FLAT, change: Partial<DecideInput> = {}): DecideInput {
  const step = steps[index];
  if (step === undefined) throw new Error(`no step ${index}`);
  const atMs = step.snapshot.snapshot.closeMs;
  const slot = { tenantKey: "t", accountKey: "fixture", runKey: "run-1", kind: "bar" as const, atMs, seq: 0 };
  return {
    slot,
    nowMs: step.nowMs,
    mode: "paper",
    snapshot: step.snapshot,
    account: hashed(account),
    ...walk.shared,
    kills: [],
    predictions: BY_RULES,
    isFenceHeld: true,
    costs: { feeBps: 26, slippageBps: 5 },
    ...change,
  };
}

function firstStep(name: string, matches: (decision: Decision, index: number) => boolean): number {
  const index = steps.findIndex((_, at) => matches(decide(inputAt(at)), at));
  if (index < 0) throw new Error(`no step of the fixture is ${name}`);
  return index;
}

export const hourOf = (index: number) => ((steps[index]?.snapshot.snapshot.closeMs ?? 0) / 3_600_000) % 24;
export const ENTRY = firstStep(
  "an entry with its next open known",
  ({ output }, index) => output.intents.length === 2 && steps[index]?.nextOpens.size === 2 && hourOf(index) < 23,
);
export const QUIET = firstStep("quiet", ({ output }) => output.reasonCodes.includes("NO_CROSS"));

export const profileOf = (change: Partial<RiskProfile>) => {
  const value = { ...GUARDED_PROFILE, ...change };
  return { value, hash: nodeSha256(encodeRiskProfile(value)) };
};
export const kill = (verb: KillVerb): KillFact => ({ scope: "account", subject: "fixture", verb, sinceMs: 1 });

/** The account after the entries of step ENTRY were sent and filled. */
export function longAccount(): AccountState {
  const decision = decide(inputAt(ENTRY));
  const step = steps[ENTRY];
  if (step === undefined) throw new Error("no step");
  return dispatch({
    state: decision.output.state,
    heads: emptyChains(),
    snapshot: step.snapshot.snapshot,
    nextOpens: step.nextOpens,
    nowMs: step.nowMs,
    context: walk.context,
  }).state;
}
