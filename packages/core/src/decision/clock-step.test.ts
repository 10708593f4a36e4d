import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { encodeAccountState, openAccountState, type AccountState } from "./account-state.ts";
import type { DecideInput, Decision, KillFact, KillVerb } from "./decide-types.ts";
import { dispatch } from "./dispatch.ts";
import { makeDecide, makeWeigh } from "./make-decide.ts";
import { emptyChains } from "./open-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkOf } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const USD = 100_000_000n;
const SYMBOLS = ["ADA/USD", "BTC/USD"];
const rules = { kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2, timeframeMs: 3_600_000, instruments: SYMBOLS };
const terms = {
  ...{ sha256, settings: strategySettingsSchema.parse(rules), profile: GUARDED_PROFILE, startingUnits: 10_000n * USD },
  ...{ instruments: [coinInstrument("ADA"), coinInstrument("BTC")], takerFeeBps: 26, slippageBps: 5 },
};
const walk = walkOf(terms);
const decide = makeDecide({ sha256 });
const hashed = (value: AccountState) => ({ value, hash: sha256(encodeAccountState(value)) });
const FLAT = openAccountState({ baseCurrency: "USD", startingUnits: 10_000n * USD });
const bars = syntheticBars(sha256, { name: "both", length: 200, startMs: 1_700_006_400_000 });
const steps = stepsOf(sha256, new Map(SYMBOLS.map((symbol) => [symbol, bars])), terms.settings);

function stepAt(index: number) {
  const step = steps[index];
  if (step === undefined) throw new Error(`no step ${index}`);
  return step;
}

function inputAt(index: number, account: AccountState = FLAT, change: Partial<DecideInput> = {}): DecideInput {
  const { snapshot, nowMs } = stepAt(index);
  const at = { kind: "bar" as const, atMs: snapshot.snapshot.closeMs, seq: 0 };
  return {
    ...{
      slot: { tenantKey: "t", accountKey: "fixture", runKey: "run-1", ...at },
      nowMs,
      mode: "paper",
      snapshot,
      account: hashed(account),
    },
    ...walk.shared,
    ...{ kills: [], isFenceHeld: true, costs: { feeBps: 26, slippageBps: 5 } },
    ...change,
  };
}

const firstStep = (matches: (decision: Decision, index: number) => boolean): number =>
  steps.findIndex((_, index) => matches(decide(inputAt(index)), index));
const ENTRY = firstStep(({ output }, index) => output.intents.length === 2 && steps[index]?.nextOpens.size === 2);
const QUIET = firstStep(({ output }) => output.reasonCodes.includes("NO_CROSS"));
const kill = (verb: KillVerb): KillFact => ({ scope: "account", subject: "fixture", verb, sinceMs: 1 });

/** The account after the entries of step ENTRY were sent and filled. */
function longAccount(): AccountState {
  const { state } = decide(inputAt(ENTRY)).output;
  const { snapshot, nextOpens, nowMs } = stepAt(ENTRY);
  return dispatch({ state, heads: emptyChains(), snapshot: snapshot.snapshot, nextOpens, nowMs, context: walk.context }).state;
}

describe("a clock that stepped back", () => {
  const refusalAt = (nowMs: number, earliestMs: number) => ({
    check: "clock_step",
    code: "CLOCK_STEPPED_BACK",
    symbol: "",
    facts: [
      ["nowMs", String(nowMs)],
      ["earliestMs", String(earliestMs)],
    ],
  });

  it.each([
    ["in a quiet hour", QUIET, 3 * 86_400_000],
    ["in a quiet hour, by a millisecond", QUIET, 1],
    ["where entries are proposed", ENTRY, 3 * 86_400_000],
  ])("refuses the whole slot once, with the time it shows and the earliest it may: %s", (_, index, backMs) => {
    const input = inputAt(index);
    const { atMs } = input.slot;
    const nowMs = atMs - backMs;
    const { output } = decide({ ...input, nowMs });
    expect(output).toMatchObject({ outcome: "REFUSED", reasonCodes: ["CLOCK_STEPPED_BACK"], intents: [], cancels: [] });
    expect(output.refusals).toEqual([refusalAt(nowMs, atMs)]);
    expect(output.state).toBe(input.account.value);
    expect(makeWeigh({ sha256 })({ ...input, nowMs })).toMatchObject({ refusals: output.refusals, intents: [] });
    expect(decide({ ...input, nowMs: atMs }).output.reasonCodes).not.toContain("CLOCK_STEPPED_BACK");
  });

  it("is one that shows less than the account knows, too", () => {
    const input = inputAt(QUIET);
    const later = input.nowMs + 1;
    const { output } = decide({ ...input, account: hashed({ ...FLAT, recentOrdersMs: [later] }) });
    expect(output).toMatchObject({ outcome: "REFUSED", refusals: [refusalAt(input.nowMs, later)] });
  });

  it("does not keep a kill switch from selling: the refusal stands beside the sales", () => {
    const long = longAccount();
    const input = inputAt(ENTRY, long, { kills: [kill("flatten")] });
    const { output } = decide({ ...input, nowMs: input.slot.atMs - 86_400_000 });
    expect(output.outcome).toBe("INTENTS");
    expect(output.intents.map(({ symbol, reason }) => [symbol, reason])).toEqual(
      long.positions.map(({ symbol }) => [symbol, "KILL_FLATTEN"]),
    );
    expect(output.refusals.map(({ code }) => code)).toEqual(["CLOCK_STEPPED_BACK"]);
    expect(output.reasonCodes).toContain("CLOCK_STEPPED_BACK");
  });

  it("is refused in the downtime window too where the clock stepped back", () => {
    const open = inputAt(ENTRY, longAccount());
    const atMs = open.slot.atMs - (open.slot.atMs % 86_400_000) + 27 * 3_600_000;
    const input = { ...open, slot: { ...open.slot, atMs } };
    const { output } = decide({ ...input, nowMs: input.slot.atMs - 1 });
    expect(output).toMatchObject({ outcome: "REFUSED", reasonCodes: ["CLOCK_STEPPED_BACK", "WINDOW_DOWNTIME"], intents: [] });
    expect(output.refusals).toHaveLength(1);
    expect(output.state).toBe(input.account.value);
  });
});
