/** A fixture of tests: two coins that move as one, an account that trades their crossings, and its decisions. */
import { BY_RULES } from "../campaign/predictions.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { USD } from "../risk/gate-fixture.ts";
import { encodeRiskProfile } from "../risk/profile-codec.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { encodeAccountState, openAccountState, type AccountState } from "./account-state.ts";
import type { Decide, DecideInput, Decision, KillFact, KillVerb } from "./decide-types.ts";
import { dispatch } from "./dispatch.ts";
import { makeDecide } from "./make-decide.ts";
import { emptyChains } from "./open-book.ts";
import type { Walk, WalkStep } from "./walk-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkOf } from "./walk-fixture.ts";

const START_MS = 1_700_006_400_000;
const HOUR = 3_600_000;
const SYMBOLS = ["ADA/USD", "BTC/USD"];
const SETTINGS = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2 },
  ...{ timeframeMs: HOUR, instruments: SYMBOLS },
});

export const INSTRUMENTS = [coinInstrument("ADA"), coinInstrument("BTC")];
export const FLAT = openAccountState({ baseCurrency: "USD", startingUnits: 10_000n * USD });
export const kill = (verb: KillVerb): KillFact => ({ scope: "account", subject: "fixture", verb, sinceMs: 1 });

type Stage = { readonly sha256: Sha256; readonly walk: Walk; readonly steps: readonly WalkStep[]; readonly decide: Decide };

function stageOf(sha256: Sha256): Stage {
  const terms = { sha256, settings: SETTINGS, profile: GUARDED_PROFILE, instruments: INSTRUMENTS, startingUnits: 10_000n * USD };
  // Both coins move as one, so that one snapshot proposes two entries at once.
  const bars = syntheticBars(sha256, { name: "both", length: 200, startMs: START_MS });
  return {
    sha256,
    walk: walkOf({ ...terms, takerFeeBps: 26, slippageBps: 5 }),
    steps: stepsOf(sha256, new Map(SYMBOLS.map((symbol) => [symbol, bars])), SETTINGS),
    decide: makeDecide({ sha256 }),
  };
}

function stepAt({ steps }: Stage, index: number): WalkStep {
  const step = steps[index];
  if (step === undefined) throw new Error(`no step ${index}`);
  return step;
}

function inputOf(stage: Stage, index: number, account: AccountState): DecideInput {
  const { snapshot, nowMs } = stepAt(stage, index);
  const atMs = snapshot.snapshot.closeMs;
  return {
    slot: { tenantKey: "t", accountKey: "fixture", runKey: "run-1", kind: "bar", atMs, seq: 0 },
    nowMs,
    mode: "paper",
    snapshot,
    account: { value: account, hash: stage.sha256(encodeAccountState(account)) },
    ...stage.walk.shared,
    kills: [],
    predictions: BY_RULES,
    isFenceHeld: true,
    costs: { feeBps: 26, slippageBps: 5 },
  };
}

/** The account after what was decided at a step was sent and filled. */
function sentAt(stage: Stage, index: number, { output }: Decision): AccountState {
  const { snapshot, nextOpens, nowMs } = stepAt(stage, index);
  const sent = { state: output.state, heads: emptyChains(), snapshot: snapshot.snapshot, nextOpens, nowMs, context: stage.walk.context };
  return dispatch(sent).state;
}

/** The fixture by a hash: its steps, the first that enters both coins and the first that is quiet, and inputs at any of them. */
export function decideScene(sha256: Sha256) {
  const stage = stageOf(sha256);
  const { walk, steps, decide } = stage;
  const inputAt = (index: number, account: AccountState = FLAT, change: Partial<DecideInput> = {}): DecideInput => ({
    ...inputOf(stage, index, account),
    ...change,
  });
  const hourOf = (index: number): number => (stepAt(stage, index).snapshot.snapshot.closeMs / HOUR) % 24;
  const firstStep = (matches: (decision: Decision, index: number) => boolean): number =>
    steps.findIndex((_, index) => matches(decide(inputAt(index)), index));
  const ENTRY = firstStep(
    ({ output }, index) => output.intents.length === 2 && stepAt(stage, index).nextOpens.size === 2 && hourOf(index) < 23,
  );
  return {
    ...{ walk, steps, decide, inputAt, hourOf, ENTRY },
    QUIET: firstStep(({ output }) => output.reasonCodes.includes("NO_CROSS")),
    hashed: (value: AccountState) => ({ value, hash: sha256(encodeAccountState(value)) }),
    profileOf: (change: Partial<RiskProfile>) => {
      const value = { ...GUARDED_PROFILE, ...change };
      return { value, hash: sha256(encodeRiskProfile(value)) };
    },
    /** The account after the entries of step ENTRY were sent and filled. */
    longAccount: (): AccountState => sentAt(stage, ENTRY, decide(inputAt(ENTRY))),
  };
}
