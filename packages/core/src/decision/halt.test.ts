import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BY_RULES } from "../campaign/predictions.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { encodeAccountState, type AccountState } from "./account-state.ts";
import type { BookedState } from "./booking.ts";
import type { DecideInput, Decision, KillFact, KillVerb, SlotKey } from "./decide-types.ts";
import { dispatch } from "./dispatch.ts";
import { dueOf } from "./due.ts";
import { makeDecide } from "./make-decide.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll, walkOf } from "./walk-fixture.ts";
import { walkSlot, type WalkStep } from "./walk-book.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const USD = 100_000_000n;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const COINS = ["ADA", "BTC"].map(coinInstrument);
const SYMBOLS = COINS.map(({ symbol }) => symbol);
const settings = strategySettingsSchema.parse({
  kind: "ema-atr",
  fast: 2,
  slow: 5,
  atr: 3,
  atrMult: 2,
  timeframeMs: HOUR_MS,
  instruments: SYMBOLS,
});
const terms = {
  sha256,
  settings,
  profile: GUARDED_PROFILE,
  instruments: COINS,
  startingUnits: 10_000n * USD,
  takerFeeBps: 26,
  slippageBps: 5,
};
const walk = walkOf(terms);
const decide = makeDecide({ sha256 });
const bars = syntheticBars(sha256, { name: "both", length: 200, startMs: 1_700_006_400_000 });
/** A feed as it comes: nobody knows the next open, so what is decided waits for its bar. */
const steps = stepsOf(sha256, new Map(SYMBOLS.map((symbol) => [symbol, bars])), settings, () => false);
const { opened, slots } = walkAll(terms, steps);

type Scene = { readonly step: WalkStep; readonly book: Pick<BookedState, "state" | "heads"> };

/** The first close behind which the book looks like this. */
function sceneWhere(matches: (state: AccountState) => boolean): Scene {
  const index = slots.findIndex(({ state }) => matches(state));
  const [book, step] = [slots[index], steps[index]];
  if (book === undefined || step === undefined) throw new Error("the walk has no such close");
  return { step, book };
}

const WAITING = sceneWhere(({ orders }) => orders.some(({ purpose }) => purpose === "entry"));
const LONG = sceneWhere(({ orders, positions }) => positions.length === 2 && orders.every(({ purpose }) => purpose === "protection"));
const FLAT: Scene = { step: LONG.step, book: opened };

const kill = (verb: KillVerb, symbol?: string): KillFact =>
  symbol === undefined
    ? { scope: "workspace", subject: "tenant", verb, sinceMs: 1 }
    : { scope: "instrument", subject: symbol, verb, sinceMs: 1 };

function inputOf(
  { step, book }: Scene,
  of: { readonly kills: readonly KillFact[]; readonly behindMs?: number; readonly seq?: number },
): DecideInput {
  const nowMs = of.behindMs === undefined ? step.nowMs : step.snapshot.snapshot.closeMs + of.behindMs;
  const slot: SlotKey = { tenantKey: "tenant", accountKey: "fixture", runKey: "run-1", kind: "halt", atMs: nowMs, seq: of.seq ?? 0 };
  const account = { value: book.state, hash: sha256(encodeAccountState(book.state)) };
  return {
    slot,
    nowMs,
    mode: "paper",
    snapshot: step.snapshot,
    account,
    ...walk.shared,
    kills: of.kills,
    predictions: BY_RULES,
    costs: { feeBps: 26, slippageBps: 5 },
    isFenceHeld: true,
  };
}

function carryOut(scene: Scene, input: DecideInput, decision: Decision): BookedState {
  const nextOpens = new Map(SYMBOLS.map((symbol) => [symbol, 100]));
  const { snapshot } = scene.step.snapshot;
  return dispatch({
    state: decision.output.state,
    heads: scene.book.heads,
    snapshot,
    nextOpens,
    nowMs: input.nowMs,
    context: walk.context,
  });
}

describe("a halt's own slot", () => {
  it("is decided in downtime too, whether or not there is something to act on", () => {
    const downtimeMs = 86_400_000 * 19_000 + 4 * HOUR_MS;
    const prices = { snapshot: FLAT.step.snapshot.snapshot, instruments: COINS };
    const due = (kind: SlotKey["kind"]) =>
      dueOf({ kind, atMs: downtimeMs, profile: GUARDED_PROFILE, kills: [], state: FLAT.book.state, prices }).isDue;
    expect([due("hour"), due("bar"), due("halt")]).toEqual([false, false, true]);
  });

  it("says so where there is nothing to do, and nothing of the strategy", () => {
    const { output } = decide(inputOf(FLAT, { kills: [kill("flatten")] }));
    expect(output).toMatchObject({ outcome: "NO_TRADE", reasonCodes: ["HALT_NO_EFFECT"], intents: [], cancels: [], refusals: [] });
    expect(output.facts.map(({ code }) => code)).toEqual(["HALT_NO_EFFECT"]);
    expect(output.state).toBe(FLAT.book.state);
  });

  it("enters nothing and follows no signal, even where every signal of the walk is asked", () => {
    slots.forEach((book, index) => {
      const step = steps[index];
      if (step === undefined) return;
      const { output } = decide(inputOf({ step, book }, { kills: [kill("cancel", "DOGE/USD")] }));
      expect(output.intents.filter(({ reason }) => reason !== "POSITION_UNPROTECTED")).toEqual([]);
    });
  });

  it("gives the same bytes again, and another input for another trigger of the same millisecond", () => {
    const [first, again, next] = [0, 0, 1].map((seq) => makeDecide({ sha256 })(inputOf(LONG, { kills: [kill("flatten")], seq })));
    expect(again).toEqual(first);
    expect(next?.inputHash).not.toEqual(first?.inputHash);
  });
});

describe("cancel", () => {
  it("takes back the entries that wait and gives their money back", () => {
    const input = inputOf(WAITING, { kills: [kill("cancel")] });
    const decision = decide(input);
    const entries = WAITING.book.state.orders.filter(({ purpose }) => purpose === "entry");
    expect(decision.output.cancels).toEqual(entries.map(({ id }) => id));
    expect(decision.output.reasonCodes).toContain("ENTRY_CANCELLED");
    const sent = carryOut(WAITING, input, decision);
    expect(sent.state.orders.filter(({ purpose }) => purpose === "entry")).toEqual([]);
    expect(sent.bookings.fills).toEqual([]);
  });

  it("leaves positions and their protective stops", () => {
    const { output } = decide(inputOf(LONG, { kills: [kill("cancel")] }));
    expect(output).toMatchObject({ outcome: "NO_TRADE", reasonCodes: ["HALT_NO_EFFECT"], intents: [], cancels: [] });
  });

  it("finds entries unsent where the slot before left them so", () => {
    const index = slots.findIndex(({ decision }) => decision.output.intents.some(({ purpose }) => purpose === "entry"));
    const [book, slot, step] = [slots[index - 1], slots[index], steps[index]];
    if (book === undefined || slot === undefined || step === undefined) throw new Error("nothing was decided");
    const before = { state: book.state, heads: book.heads, ownKills: book.ownKills };
    const unsent = walkSlot(walk, { ...step, isUnsent: true }, before);
    expect(unsent.state).toBe(unsent.decision.output.state);
    expect(unsent.state.orders.some(({ state }) => state === "intended")).toBe(true);
    expect(walkSlot(walk, step, before).state.orders.some(({ state }) => state === "intended")).toBe(false);
    expect(unsent.receipt.hash).toEqual(slot.receipt.hash);
  });

  it("takes back an entry that was decided and not yet sent, before it is sent", () => {
    const index = slots.findIndex(({ decision }) => decision.output.intents.some(({ purpose }) => purpose === "entry"));
    const [slot, step] = [slots[index], steps[index]];
    if (slot === undefined || step === undefined) throw new Error("nothing was decided");
    const scene = { step, book: { state: slot.decision.output.state, heads: slot.heads } };
    const input = inputOf(scene, { kills: [kill("reduce_only")] });
    const sent = carryOut(scene, input, decide(input));
    expect(sent.bookings.orderEvents.map(({ event, toState }) => [event, toState])).toEqual(
      slot.decision.output.intents.map(() => ["cancel_confirmed", "cancelled"]),
    );
  });
});

describe("flatten", () => {
  it("sells every position at the open of the close that was just sealed; the stops yield", () => {
    const input = inputOf(LONG, { kills: [kill("flatten")] });
    const decision = decide(input);
    expect(decision.output.intents.map(({ symbol, reason, purpose }) => [symbol, reason, purpose])).toEqual(
      SYMBOLS.map((symbol) => [symbol, "KILL_FLATTEN", "exit"]),
    );
    const sent = carryOut(LONG, input, decision);
    expect(sent.bookings.fills.map(({ why, atMs }) => [why, atMs])).toEqual(
      SYMBOLS.map(() => ["kill", LONG.step.snapshot.snapshot.closeMs]),
    );
    expect(sent.state).toMatchObject({ positions: [], orders: [] });
  });

  it("that comes between two closes waits for the next open, with its stops in place", () => {
    const input = inputOf(LONG, { kills: [kill("flatten")], behindMs: 40 * MINUTE_MS });
    const sent = carryOut(LONG, input, decide(input));
    expect(sent.bookings.fills).toEqual([]);
    const sales = sent.state.orders.filter(({ purpose }) => purpose === "exit");
    expect(sales.map(({ state, createdMs }) => [state, createdMs])).toEqual(SYMBOLS.map(() => ["open", input.nowMs]));
    expect(sent.state.orders.filter(({ kind }) => kind === "stop-loss")).toHaveLength(2);
  });

  it("needs no fresh price: a snapshot of days ago and an instrument without a bar are sold", () => {
    const snapshot = { ...LONG.step.snapshot.snapshot, instruments: SYMBOLS.map((symbol) => ({ symbol, bar: undefined, features: [] })) };
    const step = { ...LONG.step, snapshot: { ...LONG.step.snapshot, snapshot } };
    const { output } = decide(inputOf({ step, book: LONG.book }, { kills: [kill("flatten")], behindMs: 100 * HOUR_MS }));
    expect(output.refusals).toEqual([]);
    expect(output.intents.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
  });

  it("of one instrument leaves the others alone", () => {
    const { output } = decide(inputOf(LONG, { kills: [kill("flatten", "BTC/USD")] }));
    expect(output.intents.map(({ symbol }) => symbol)).toEqual(["BTC/USD"]);
  });

  it("twice sells once", () => {
    const first = decide(inputOf(LONG, { kills: [kill("flatten")], behindMs: 40 * MINUTE_MS }));
    const book = { state: first.output.state, heads: LONG.book.heads };
    const { output } = decide(inputOf({ step: LONG.step, book }, { kills: [kill("flatten")], behindMs: 41 * MINUTE_MS, seq: 1 }));
    expect(output.intents).toEqual([]);
    expect(output.reasonCodes).toEqual(["ORDER_PENDING"]);
  });
});
