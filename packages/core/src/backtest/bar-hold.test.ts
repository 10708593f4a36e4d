import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { indicatedBars, sightOfBars } from "./bar-closes.ts";
import { BY_RULES } from "../campaign/predictions.ts";
import { asReferenceInstrument } from "../execution/reference-venue.ts";
import { RowSight } from "../features/row-snapshot.ts";
import type { Bar } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import type { Snapshot } from "../market/snapshot.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { emaAtrSchema } from "../strategy/ema-atr-settings.ts";
import { DEFAULT_SCHEDULE } from "../time/schedule.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { AccountState } from "../decision/account-state.ts";
import type { DecideQuestion, KillFact, KillVerb } from "../decision/decide-types.ts";
import { HoldWatch } from "../decision/hold.ts";
import { makeWeigh } from "../decision/make-decide.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll, walkOf } from "../decision/walk-fixture.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const ROWS = 900;
const SETTINGS = emaAtrSchema.parse({
  ...{ kind: "ema-atr", fast: 4, slow: 9, atr: 5, atrMult: 1.2 },
  ...{ timeframeMs: HOUR_MS, instruments: ["BTC/USD"] },
});
const TERMS = {
  ...{ sha256, settings: SETTINGS, profile: REFERENCE_PROFILE, instruments: [asReferenceInstrument(coinInstrument("BTC"))] },
  ...{ startingUnits: 1_000_000_000_000n, takerFeeBps: 10, slippageBps: 0 },
};
const WALK = walkOf(TERMS);
const BARS: readonly Bar[] = syntheticBars(sha256, { name: "hold", length: ROWS, startMs: Date.UTC(2024, 0, 1) });
const { series: SERIES } = sightOfBars(indicatedBars(columnsOfBars(BARS), SETTINGS));

function sightAt(row: number): RowSight {
  const sight = new RowSight(SERIES);
  sight.turnTo(row);
  return sight;
}

/** The states that a walk with receipts settled at each bar. */
function settledStates(): readonly AccountState[] {
  const states: AccountState[] = [];
  const times = new Set(BARS.map(({ tsMs }) => tsMs + HOUR_MS));
  walkAll(TERMS, stepsOf(sha256, new Map([["BTC/USD", BARS]]), SETTINGS), ({ settled }, { snapshot }) => {
    if (times.has(snapshot.snapshot.closeMs)) states.push(settled);
  });
  return states;
}
const STATES = settledStates();

function questionAt(row: number, change: Partial<DecideQuestion> = {}): DecideQuestion {
  const snapshot = sightAt(row);
  const { accountKey, runKey } = WALK.context;
  const atMs = snapshot.closeMs;
  const state = STATES[row];
  if (state === undefined) throw new Error(`no state of row ${row}`);
  return {
    slot: { tenantKey: "tenant", accountKey, runKey, kind: "bar", atMs, seq: 0 },
    nowMs: atMs + 2_000,
    mode: "backtest",
    kills: [],
    costs: { feeBps: 10, slippageBps: 0 },
    predictions: BY_RULES,
    isFenceHeld: true,
    snapshot,
    account: { value: state },
    ...WALK.shared,
    ...change,
  };
}

/** The same close as objects, of which no part lies in columns: it is decided whole. */
function spelledOut(question: DecideQuestion): DecideQuestion {
  const { snapshot } = question.snapshot;
  const { lineageId, isSynthetic, timeframeMs, closeMs, originMs, previousHash, capabilities, featureNames } = snapshot;
  const instruments = snapshot.instruments.map(({ symbol, bar, features }) => ({ symbol, bar, features: [...features] }));
  const plain: Snapshot = { lineageId, isSynthetic, timeframeMs, closeMs, originMs, previousHash, capabilities, featureNames, instruments };
  return { ...question, snapshot: { snapshot: plain } };
}

type Change = (question: DecideQuestion) => Partial<DecideQuestion>;

/** Expects of every question, asked one after the other, the answer of the whole decision. */
function expectWholeAnswers(questions: Iterable<DecideQuestion>): void {
  const [weigh, whole] = [makeWeigh({ sha256 }), makeWeigh({ sha256 })];
  for (const question of questions) {
    const { refusals, intents, cancels, halts, equityUnits, isEquityStale, state } = weigh(question);
    expect(whole(spelledOut(question))).toMatchObject({ refusals, intents, cancels, halts, equityUnits, isEquityStale, state });
  }
}

/** How often it held; every answer is the one of the whole decision. */
function heldOf(change: Change = () => ({})): number {
  const watch = new HoldWatch();
  const questions = STATES.map((_, row) => questionAt(row)).map((plain) => ({ ...plain, ...change(plain) }));
  expectWholeAnswers(questions);
  return questions.filter((question) => watch.holdOf(question) !== undefined).length;
}

/** Questions of one sight that is turned to row after row, as a walk asks them; one in three is changed. */
function* askedAlong(rows: readonly number[], change: Change): Generator<DecideQuestion> {
  const sight = new RowSight(SERIES);
  for (const row of rows) {
    sight.turnTo(row);
    const plain = { ...questionAt(row), snapshot: sight };
    yield row % 3 === 0 ? { ...plain, ...change(plain) } : plain;
  }
}

const kill = (verb: KillVerb): KillFact => ({ scope: "account", subject: "fixture", verb, sinceMs: 0 });
const withState = ({ account }: DecideQuestion, change: (state: AccountState) => Partial<AccountState>): Partial<DecideQuestion> => ({
  account: { value: { ...account.value, ...change(account.value) } },
});

describe("a hold", () => {
  it("answers most bars of the reference strategy as the whole decision would", () => {
    expect(heldOf()).toBeGreaterThan(0.85 * BARS.length);
  });

  it.each<readonly [name: string, change: Change]>([
    ["a governed profile", () => ({ profile: { value: { ...GUARDED_PROFILE, sizing: "all" } } })],
    ["a window in the profile", () => ({ profile: { value: { ...REFERENCE_PROFILE, schedule: DEFAULT_SCHEDULE } } })],
    ["a halt of entries", () => ({ kills: [kill("block_entries")] })],
    ["a halt that sells", () => ({ kills: [kill("flatten")] })],
    ["a slot of a halt", ({ slot }) => ({ slot: { ...slot, kind: "halt" } })],
    ["a clock before the close", ({ slot }) => ({ nowMs: slot.atMs - 1 })],
    ["averages that the lineage computes under other names", (question) => ({ ...spelledOut(question) })],
    [
      "an order whose cancellation is asked for",
      (question) => withState(question, ({ orders }) => ({ orders: orders.map((order) => ({ ...order, isCancelRequested: true })) })),
    ],
    ["positions without their stops", (question) => withState(question, () => ({ orders: [] }))],
    [
      "an account that its own limits halted",
      (question) => withState(question, ({ ladder }) => ({ ladder: { ...ladder, haltedBy: "drawdown" } })),
    ],
    ["an account on the second rung", (question) => withState(question, ({ ladder }) => ({ ladder: { ...ladder, rung: 2 } }))],
    ["instruments of which none is held", () => ({ instruments: { value: [] } })],
  ])("is right, or is none, with %s, and where that comes and goes as a sight is turned", (_, change) => {
    expect(heldOf(change)).toBeLessThan(BARS.length);
    expectWholeAnswers(askedAlong([...STATES.keys()], change));
  });

  it("is right wherever a sight is turned", () => {
    const rows = [...STATES.keys()];
    expectWholeAnswers(askedAlong(rows, () => ({})));
    expectWholeAnswers(askedAlong(rows.toReversed(), () => ({})));
    expectWholeAnswers(
      askedAlong(
        rows.map((row) => (row * 7) % rows.length),
        () => ({}),
      ),
    );
  });

  it("is none where an order of a moment ago lies ahead of the clock", () => {
    const row = STATES.findIndex(({ orders }) => orders.length > 0) + 1;
    const watch = new HoldWatch();
    const later = { ...questionAt(row), nowMs: questionAt(row).slot.atMs };
    const state: AccountState = { ...later.account.value, recentOrdersMs: [later.nowMs + 1] };
    expect(watch.holdOf({ ...later, account: { value: state } })).toBeUndefined();
  });

  it("is of the question alone, whatever was asked before", () => {
    const watch = new HoldWatch();
    const seen = STATES.map((_, row) => watch.holdOf(questionAt(row)) !== undefined);
    const backwards = STATES.map((_, index) => new HoldWatch().holdOf(questionAt(STATES.length - 1 - index)) !== undefined);
    expect(backwards.reverse()).toEqual(seen);
  });
});
