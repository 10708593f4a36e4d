import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Predictions } from "../campaign/predictions.ts";
import { riskFeaturesOf } from "../features/risk-features.ts";
import { USD } from "../risk/gate-fixture.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import type { DecideInput } from "./decide-types.ts";
import { dispatch, needsDispatch } from "./dispatch.ts";
import { trafficAround } from "./gate-view.ts";
import { makeDecide } from "./make-decide.ts";
import { emptyChains } from "./open-book.ts";
import { withIntent } from "./project.ts";
import { bookDecision, sealReceipt } from "./receipt.ts";
import { settle } from "./settle.ts";

import { FLAT, decideScene, kill } from "./decide-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const { walk, decide, hashed, steps, inputAt, hourOf, ENTRY, QUIET, profileOf, longAccount } = decideScene(sha256);

describe("a quiet hour", () => {
  const input = inputAt(QUIET);
  const decision = decide(input);

  it("changes nothing, not even the state's object", () => {
    expect(decision.output).toMatchObject({
      outcome: "NO_TRADE",
      intents: [],
      refusals: [],
      cancels: [],
      equityUnits: 10_000n * USD,
      isEquityStale: false,
    });
    expect(decision.output.state).toBe(input.account.value);
    expect(decision.account).toBe(input.account);
    expect(decision.accountBytes).toBeUndefined();
  });

  it("shares its facts with every account of the snapshot", () => {
    const other = decide({ ...input, slot: { ...input.slot, accountKey: "other" } });
    expect(other.output.facts).toBe(decision.output.facts);
    expect(other.inputHash).not.toEqual(decision.inputHash);
    expect(other.outputHash).toEqual(decision.outputHash);
  });
});

describe("an hour with crosses up", () => {
  const decision = decide(inputAt(ENTRY));

  it("buys each with its stop, ties by symbol, each against the state that the one before left", () => {
    const { intents, state } = decision.output;
    expect(intents.map(({ symbol, side, purpose, state: of }) => [symbol, side, purpose, of])).toEqual([
      ["ADA/USD", "buy", "entry", "intended"],
      ["BTC/USD", "buy", "entry", "intended"],
    ]);
    expect(intents.map(({ intentSeq }) => intentSeq)).toEqual([1, 2]);
    expect(intents.every(({ stopOffsetUnits }) => (stopOffsetUnits ?? 0n) > 0n)).toBe(true);
    expect(state.next.intent).toBe(3);
    expect(state.balances).toEqual([
      { asset: "USD", total: 10_000n * USD, held: intents.reduce((sum, { heldUnits }) => sum + heldUnits, 0n) },
    ]);
    expect(decision.output.reasonCodes).toEqual(["CROSS_UP"]);
  });

  it.each(["cluster", "refuse"] as const)("is cut to a cluster's cap where what is correlated is to %s", (onCorrelation) => {
    const input = inputAt(ENTRY);
    const snapshot = { ...input.snapshot, snapshot: { ...input.snapshot.snapshot, correlationsBps: new Int16Array([0]) } };
    const profile = profileOf({ onCorrelation, clusterCap: { percentBps: 100, absoluteUnits: undefined } });
    const { intents, refusals } = decide({ ...input, snapshot, profile }).output;
    expect(refusals).toEqual([]);
    expect(intents.map(({ symbol }) => symbol)).toEqual(["ADA/USD", "BTC/USD"]);
  });

  it("leaves the second what the first did not take of the total cap", () => {
    const { output } = decide(inputAt(ENTRY, FLAT, { profile: profileOf({ totalCap: { percentBps: 300, absoluteUnits: undefined } }) }));
    expect(output.intents).toHaveLength(2);
    const [first, second] = output.intents;
    expect(second?.heldUnits ?? 0n).toBeLessThan(first?.heldUnits ?? 0n);
    const one = decide(inputAt(ENTRY, FLAT, { profile: profileOf({ totalCap: { percentBps: 200, absoluteUnits: undefined } }) })).output;
    expect(one.intents.map(({ symbol }) => symbol)).toEqual(["ADA/USD"]);
    expect(one.refusals).toMatchObject([{ check: "total_cap", code: "TOTAL_CAP_EXCEEDED", symbol: "BTC/USD" }]);
    expect(one.reasonCodes).toEqual(["CROSS_UP", "TOTAL_CAP_EXCEEDED"]);
  });

  it("says in its facts how it sized, and that volatility was not scaled", () => {
    const sized = decision.output.facts.find(({ code }) => code === "SIZED");
    expect(new Map(sized?.values).get("boundBy")).toBe("risk_fraction");
    expect(new Map(sized?.values).get("volatility")).toContain("not scaled");
  });

  it("refuses what its snapshot knows no month of, before it is sized", () => {
    const sealed = steps[ENTRY]?.snapshot ?? expect.unreachable();
    const { monthVolatility } = riskFeaturesOf(sealed.snapshot.timeframeMs);
    const snapshot = {
      ...sealed.snapshot,
      featureNames: [...sealed.snapshot.featureNames, monthVolatility],
      instruments: sealed.snapshot.instruments.map((own) => ({
        ...own,
        features: [...own.features, own.symbol === "BTC/USD" ? undefined : 50],
      })),
    };
    const { output } = decide(inputAt(ENTRY, FLAT, { snapshot: { ...sealed, snapshot } }));
    expect(output.intents.map(({ symbol }) => symbol)).toEqual(["ADA/USD"]);
    expect(output.refusals).toMatchObject([{ check: "volatility", code: "VOLATILITY_UNKNOWN", symbol: "BTC/USD" }]);
  });

  it("gives the same bytes again, from another maker too", () => {
    const again = makeDecide({ sha256 })(inputAt(ENTRY));
    expect(again).toEqual(decision);
  });

  it("is not repeated while its orders are on their way, or the coin is held", () => {
    const pending = decide(inputAt(ENTRY, decision.output.state)).output;
    expect(pending.intents).toEqual([]);
    expect(pending.facts.filter(({ code }) => code === "ORDER_PENDING")).toHaveLength(2);
    expect(decide(inputAt(ENTRY, longAccount())).output).toMatchObject({ outcome: "NO_TRADE", intents: [], reasonCodes: ["ALREADY_LONG"] });
  });

  it.each([
    ["a kill switch", { kills: [kill("block_entries")] }, "KILL_SWITCH_ACTIVE"],
    ["a lost fence", { isFenceHeld: false }, "FENCE_NOT_HELD"],
    ["a reduce-only profile", { profile: profileOf({ isReduceOnly: true }) }, "PROFILE_REDUCE_ONLY"],
    ["the 30 positions of policy taken", { profile: profileOf({ positionsMax: 0 }) }, "POSITIONS_EXCEEDED"],
    ["a blocked account", { account: hashed({ ...FLAT, isBlockedByUnknown: true }) }, "ORDER_OUTCOME_UNKNOWN"],
    ["an empty instrument table", { instruments: { value: [], hash: new Uint8Array(32) } }, "INSTRUMENT_UNKNOWN"],
  ] as const)("is refused under %s", (_name, change, code) => {
    const { output } = decide(inputAt(ENTRY, FLAT, change));
    expect(output).toMatchObject({ outcome: "REFUSED", intents: [], reasonCodes: [code] });
    expect(output.refusals).toHaveLength(2);
  });

  it("only reduces where the slot was claimed late", () => {
    const input = inputAt(ENTRY);
    const { output } = decide({ ...input, nowMs: input.slot.atMs + 300_001 });
    expect(output).toMatchObject({ outcome: "LATE", intents: [] });
    expect(output.reasonCodes).toEqual(["SLOT_DECIDED_LATE", "SLOT_LATE"]);
  });

  it("buys nothing in downtime, and nothing in the minutes before it", () => {
    const at = (windows: RiskProfile["schedule"]["windows"]) =>
      decide(inputAt(ENTRY, FLAT, { profile: profileOf({ schedule: { windows, transitionMinutes: 5 } }) })).output;
    const minute = hourOf(ENTRY) * 60;
    const silent = at([{ fromMinute: minute, toMinute: minute + 60 }]);
    expect(silent).toMatchObject({ outcome: "SKIPPED", reasonCodes: ["WINDOW_DOWNTIME"], intents: [], refusals: [] });
    expect(at([{ fromMinute: minute + 3, toMinute: minute + 60 }]).reasonCodes).toEqual(["WINDOW_TRANSITION"]);
  });
});

describe("the orders of an hour", () => {
  const account = longAccount();
  const [order = expect.unreachable()] = decide(inputAt(ENTRY)).output.intents;
  const madeMs = order.createdMs;

  it("are counted when they are filled too, with the stops that they brought, and forgotten an hour later", () => {
    expect(trafficAround(account, order, madeMs + 1_000)).toMatchObject({ lastMinute: 4, lastHour: 4, open: 2 });
    expect(trafficAround(account, order, madeMs + HOUR_MS - 1)).toMatchObject({ lastMinute: 0, lastHour: 4 });
    expect(trafficAround(account, order, madeMs + HOUR_MS)).toMatchObject({ lastHour: 0 });
    const later = { ...order, intentSeq: account.next.intent, createdMs: madeMs + HOUR_MS };
    expect(withIntent(account, { ...later, heldUnits: 0n }).recentOrdersMs).toEqual([madeMs + HOUR_MS]);
  });

  it("hold an entry up where they were as many as the profile admits", () => {
    const { perMinuteMax, openMax } = GUARDED_PROFILE.orderLimits;
    const refusalsAt = (perHourMax: number) =>
      decide(
        inputAt(
          ENTRY,
          { ...FLAT, recentOrdersMs: [madeMs - 1_000, madeMs] },
          { profile: profileOf({ orderLimits: { perMinuteMax, perHourMax, openMax } }) },
        ),
      ).output.refusals;
    expect(refusalsAt(4)).toEqual([]);
    expect(refusalsAt(3)).toMatchObject([{ check: "order_rate", code: "ORDER_RATE_EXCEEDED", symbol: "BTC/USD" }]);
  });
});

describe("a loaded model", () => {
  const loaded = (isApproved: boolean): Predictions => ({ kind: "model", modelId: "model-1", isApproved, bySymbol: [] });

  it("that is not approved lets no entry in, and its receipt tells what it said", () => {
    const input = inputAt(ENTRY, FLAT, { predictions: loaded(false) });
    const decision = decide(input);
    expect(decision.output.intents).toEqual([]);
    expect(decision.output.refusals[0]).toMatchObject({ check: "model_approval", code: "MODEL_NOT_APPROVED" });
    const { receipt } = sealReceipt({ sha256, input, decision, coreHash: new Uint8Array(32), heads: emptyChains() });
    expect(decodeReceiptBody(receipt.body).predictions).toEqual(loaded(false));
  });

  it("is part of the input", () => {
    const [byRules, byModel] = [inputAt(QUIET), inputAt(QUIET, FLAT, { predictions: loaded(true) })].map((input) => decide(input));
    expect(byModel?.inputHash).not.toEqual(byRules?.inputHash);
    expect(byModel?.outputHash).toEqual(byRules?.outputHash);
  });
});

describe("a held position", () => {
  const long = longAccount();

  it("is protected by a resting stop under each fill", () => {
    expect(long.orders.map(({ kind, state, symbol }) => [symbol, kind, state])).toEqual([
      ["ADA/USD", "stop-loss", "open"],
      ["BTC/USD", "stop-loss", "open"],
    ]);
    expect(needsDispatch(long)).toBe(false);
  });

  it("is sold at a flatten switch, in downtime too, and by no other", () => {
    for (const verb of ["block_entries", "reduce_only", "cancel"] as const)
      expect(decide(inputAt(ENTRY, long, { kills: [kill(verb)] })).output.intents).toEqual([]);
    const minute = hourOf(ENTRY) * 60;
    const profile = profileOf({ schedule: { windows: [{ fromMinute: minute, toMinute: minute + 60 }], transitionMinutes: 5 } });
    const { output } = decide(inputAt(ENTRY, long, { kills: [kill("flatten")], profile }));
    expect(output.intents.map(({ symbol, purpose, reason }) => [symbol, purpose, reason])).toEqual([
      ["ADA/USD", "exit", "KILL_FLATTEN"],
      ["BTC/USD", "exit", "KILL_FLATTEN"],
    ]);
  });

  it("is sold one instrument alone where the switch names one", () => {
    const { output } = decide(inputAt(ENTRY, long, { kills: [{ ...kill("flatten"), scope: "instrument", subject: "BTC/USD" }] }));
    expect(output.intents.map(({ symbol }) => symbol)).toEqual(["BTC/USD"]);
  });

  it("is sold where its stop is missing", () => {
    const bare = { ...long, orders: [], balances: long.balances.map((balance) => ({ ...balance, held: 0n })) };
    expect(decide(inputAt(ENTRY, bare)).output.reasonCodes).toEqual(["POSITION_UNPROTECTED"]);
  });

  it("may be sold late, without a fence never, and not twice", () => {
    const input = inputAt(ENTRY, long, { kills: [kill("flatten")] });
    const late = decide({ ...input, nowMs: input.slot.atMs + 3_600_000 }).output;
    expect(late.outcome).toBe("LATE");
    expect(late.intents.map(({ createdMs }) => createdMs)).toEqual([input.slot.atMs + 3_600_000, input.slot.atMs + 3_600_000]);
    expect(decide({ ...input, isFenceHeld: false }).output).toMatchObject({ outcome: "REFUSED", intents: [] });
    expect(decide({ ...input, account: hashed(late.state) }).output.intents).toEqual([]);
  });

  it("counts at its cost where its bar is missing, says so, and lets no entry in", () => {
    const input = inputAt(ENTRY, {
      ...long,
      positions: long.positions.slice(0, 1),
      orders: long.orders.slice(0, 1),
      balances: long.balances.filter(({ asset }) => asset !== "BTC"),
    });
    const { snapshot } = input.snapshot;
    const instruments = snapshot.instruments.map((instrument) =>
      instrument.symbol === "ADA/USD" ? { symbol: "ADA/USD", bar: undefined, features: [] } : instrument,
    );
    const { output } = decide({ ...input, snapshot: { ...input.snapshot, snapshot: { ...snapshot, instruments } } });
    expect(output.isEquityStale).toBe(true);
    expect(output.refusals).toMatchObject([{ code: "RATE_MISSING", symbol: "BTC/USD" }]);
    expect(output.facts.find(({ code }) => code === "EQUITY_STALE")?.values).toEqual([["missing", "ADA"]]);
  });
});

describe("a profile that wants to be flat in downtime", () => {
  const minute = ((hourOf(ENTRY) + 1) % 24) * 60;
  const schedule = { windows: [{ fromMinute: minute, toMinute: minute + 30 }], transitionMinutes: 5 };

  it("sells and buys nothing where the next slot lies in it", () => {
    const profile = profileOf({ schedule, stopsInDowntime: "flat_before" });
    expect(decide(inputAt(ENTRY, longAccount(), { profile })).output.reasonCodes).toEqual(["DOWNTIME_AHEAD"]);
    expect(decide(inputAt(ENTRY, longAccount(), { profile })).output.intents).toHaveLength(2);
    expect(decide(inputAt(ENTRY, FLAT, { profile })).output).toMatchObject({ outcome: "NO_TRADE", intents: [] });
  });

  it.each([
    ["lies between this slot and the next", 30, 20, true],
    ["begins a minute behind this slot", 1, 20, true],
    ["begins with the next slot", 60, 20, true],
    ["begins a minute behind the next slot", 61, 20, false],
  ])("sells and buys nothing where a window %s: %i minutes ahead, for %i", (_, ahead, minutes, isFlat) => {
    const fromMinute = (hourOf(ENTRY) * 60 + ahead) % 1_440;
    const window = { fromMinute, toMinute: (fromMinute + minutes) % 1_440 };
    const profile = profileOf({ schedule: { windows: [window], transitionMinutes: 0 }, stopsInDowntime: "flat_before" });
    const held = decide(inputAt(ENTRY, longAccount(), { profile })).output;
    expect(held.reasonCodes).toEqual([isFlat ? "DOWNTIME_AHEAD" : "ALREADY_LONG"]);
    expect(held.intents).toHaveLength(isFlat ? 2 : 0);
    expect(decide(inputAt(ENTRY, FLAT, { profile })).output.intents).toHaveLength(isFlat ? 0 : 2);
    const pending = decide(inputAt(ENTRY)).output.state;
    expect(decide(inputAt(ENTRY, pending, { profile })).output.cancels).toHaveLength(isFlat ? 2 : 0);
  });

  it("is the only one that does", () => {
    const profile = profileOf({ schedule });
    expect(decide(inputAt(ENTRY, longAccount(), { profile })).output.intents).toEqual([]);
    expect(decide(inputAt(ENTRY, FLAT, { profile })).output.intents).toHaveLength(2);
  });
});

describe("entries that wait for a bar", () => {
  const waiting = decide(inputAt(ENTRY)).output.state;

  it.each(["reduce_only", "cancel", "flatten"] as const)("are cancelled at %s, and given back when dispatched", (verb) => {
    const { output } = decide(inputAt(ENTRY, waiting, { kills: [kill(verb)] }));
    expect(output.cancels).toEqual(waiting.orders.map(({ id }) => id));
    expect(output.reasonCodes[0]).toBe("ENTRY_CANCELLED");
    const sent = dispatch({
      state: output.state,
      heads: emptyChains(),
      snapshot: inputAt(ENTRY).snapshot.snapshot,
      nextOpens: new Map(),
      nowMs: inputAt(ENTRY).nowMs,
      context: walk.context,
    });
    expect(sent.state).toMatchObject({ orders: [], balances: [{ asset: "USD", total: 10_000n * USD, held: 0n }] });
    expect(sent.bookings.orderEvents.map(({ event, toState }) => [event, toState])).toEqual([
      ["cancel_confirmed", "cancelled"],
      ["cancel_confirmed", "cancelled"],
    ]);
  });

  it("stay where a switch only blocks entries", () => {
    expect(decide(inputAt(ENTRY, waiting, { kills: [kill("block_entries")] })).output.cancels).toEqual([]);
  });

  it("must be dispatched before their bar is settled", () => {
    expect(() =>
      settle({ state: waiting, heads: emptyChains(), snapshot: inputAt(ENTRY + 1).snapshot.snapshot, context: walk.context }),
    ).toThrow(/not dispatched/);
  });

  it("of a late slot don't fill at an open that was made before them", () => {
    const late = { ...waiting, orders: waiting.orders.map((order) => ({ ...order, createdMs: order.createdMs + 1_000_000 })) };
    const step = steps[ENTRY];
    if (step === undefined) throw new Error("no step");
    const sent = dispatch({
      state: late,
      heads: emptyChains(),
      snapshot: step.snapshot.snapshot,
      nextOpens: step.nextOpens,
      nowMs: step.nowMs + 1_000_000,
      context: walk.context,
    });
    expect(sent.bookings.fills).toEqual([]);
    expect(sent.state.orders.map(({ state }) => state)).toEqual(["open", "open"]);
  });
});

describe("the hashes of a decision", () => {
  const input = inputAt(ENTRY);
  const other = new Uint8Array(32).fill(7);

  it("move with every part of the input", () => {
    const changed: readonly Partial<DecideInput>[] = [
      { slot: { ...input.slot, tenantKey: "x" } },
      { slot: { ...input.slot, accountKey: "x" } },
      { slot: { ...input.slot, runKey: "x" } },
      { slot: { ...input.slot, kind: "hour" } },
      { slot: { ...input.slot, atMs: input.slot.atMs + 1 } },
      { slot: { ...input.slot, seq: 1 } },
      { nowMs: input.nowMs + 1 },
      { mode: "shadow" },
      { snapshot: { ...input.snapshot, hash: other } },
      { account: { ...input.account, hash: other } },
      { profile: { ...input.profile, hash: other } },
      { settings: { ...input.settings, hash: other } },
      { instruments: { ...input.instruments, hash: other } },
      { kills: [kill("block_entries")] },
      { kills: [kill("cancel")] },
      { isFenceHeld: false },
    ];
    const hashes = [input, ...changed.map((change) => ({ ...input, ...change }))].map((each) => decide(each).inputHash.toString());
    expect(new Set(hashes).size).toBe(changed.length + 1);
  });

  it("stand in a receipt whose body reads back, and whose hash moves with every column", () => {
    const decision = decide(input);
    const { receipt, heads } = sealReceipt({ sha256, input, decision, coreHash: other, heads: emptyChains() });
    expect(heads).toMatchObject({ receiptSeq: 1, receiptHash: receipt.hash, ledgerSeq: 0 });
    const body = decodeReceiptBody(receipt.body);
    expect(body).toMatchObject({ nowMs: input.nowMs, mode: "paper", isFenceHeld: true, kills: [], cancels: [], refusals: [] });
    expect(body.intents).toEqual(decision.output.intents);
    expect(body.facts).toEqual(decision.output.facts);
    expect(() => decodeReceiptBody(receipt.body.subarray(0, -1))).toThrow(RangeError);
    const next = sealReceipt({ sha256, input, decision, coreHash: other, heads });
    expect(next.receipt.previousHash).toEqual(receipt.hash);
    expect(next.receipt.hash).not.toEqual(receipt.hash);
  });

  it("come with the rows of the commit", () => {
    const booked = bookDecision(decide(input), { receiptSeq: 9, atMs: input.slot.atMs });
    expect(booked.intents.map(({ intentSeq, receiptSeq }) => [intentSeq, receiptSeq])).toEqual([
      [1, 9],
      [2, 9],
    ]);
    expect(booked.orders.map(({ state }) => state)).toEqual(["intended", "intended"]);
    expect(booked.orderEvents.map(({ n, event, fromState, toState }) => [n, event, fromState, toState])).toEqual([
      [1, "intended", undefined, "intended"],
      [1, "intended", undefined, "intended"],
    ]);
  });
});
