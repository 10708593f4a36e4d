import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rungAt } from "./drawdown.ts";
import { advanceLadder, enterDay, keepEquity, openLadder, type LadderInput, type LadderState } from "./ladder.ts";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "./profile-presets.ts";
import type { RiskProfile } from "./profile.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_0 = 20_000 * DAY_MS;

/** A daily loss limit out of the way, so that rungs can be looked at alone. */
const RUNGS_ALONE: RiskProfile = { ...GUARDED_PROFILE, dailyLossBpsMax: 10_000 };

const OPENED = openLadder({ equityUnits: 10_000n, nowMs: DAY_0 + HOUR_MS });
const INPUT: LadderInput = {
  equityUnits: 10_000n,
  nowMs: DAY_0 + 2 * HOUR_MS,
  closeMs: DAY_0 + 2 * HOUR_MS,
  profile: GUARDED_PROFILE,
  isRearmed: false,
  isFlat: false,
  isFlattening: false,
};
/** A step at a time decides on the close of its hour. */
const step = (state: LadderState, change: Partial<LadderInput> = {}) => {
  const { nowMs = INPUT.nowMs } = change;
  return advanceLadder(state, { ...INPUT, closeMs: nowMs - (nowMs % HOUR_MS), ...change });
};
const nextDay = { nowMs: DAY_0 + DAY_MS + 2_000 };

describe("a ladder that is opened", () => {
  it("stands at its equity, at the start of its UTC day", () => {
    const money = { highWaterUnits: 10_000n, dayOpenUnits: 10_000n, lastEquityUnits: 10_000n };
    expect(OPENED).toEqual({ ...money, dayStartMs: DAY_0, rung: 0, haltedBy: undefined });
  });
});

describe("high-water mark and rungs", () => {
  it("is the same object while nothing changes", () => {
    const { state, halts, facts, refusal } = step(OPENED);
    expect(state).toBe(OPENED);
    expect([halts, facts, refusal]).toEqual([[], [], undefined]);
  });

  it("remembers each equity for the day to come", () => {
    expect(step(OPENED, { equityUnits: 9_900n }).state).toEqual({ ...OPENED, lastEquityUnits: 9_900n });
  });

  it("rises with equity and never falls", () => {
    const higher = step(OPENED, { equityUnits: 10_001n }).state;
    expect(higher).toEqual({ ...OPENED, highWaterUnits: 10_001n, lastEquityUnits: 10_001n });
    expect(step(higher, { equityUnits: 10_000n }).state.highWaterUnits).toBe(10_001n);
  });

  it.each([
    [9_001n, 0, undefined],
    [9_000n, 1, undefined],
    [8_501n, 1, undefined],
    [8_500n, 2, undefined],
    [8_001n, 2, undefined],
    [8_000n, 3, "drawdown"],
  ] as const)("at %d of 10,000 is rung %d, halted by %s", (equityUnits, rung, haltedBy) => {
    expect(step(OPENED, { equityUnits, profile: RUNGS_ALONE }).state).toEqual({ ...OPENED, lastEquityUnits: equityUnits, rung, haltedBy });
  });

  it("climbs back as equity recovers, and says both ways", () => {
    const down = step(OPENED, { equityUnits: 8_400n, profile: RUNGS_ALONE });
    expect(down.facts).toEqual([
      {
        code: "DRAWDOWN_RUNG_REACHED",
        values: [
          ["from", "0"],
          ["to", "2"],
          ["highWaterUnits", "10000"],
          ["equityUnits", "8400"],
        ],
      },
    ]);
    const up = step(down.state, { equityUnits: 9_001n, profile: RUNGS_ALONE });
    expect(up.state).toEqual({ ...OPENED, lastEquityUnits: 9_001n });
    expect(up.facts.map(({ code }) => code)).toEqual(["DRAWDOWN_RUNG_LEFT"]);
  });

  it("halts as the profile says, and says by what", () => {
    const facts = [
      ["fromUnits", "10000"],
      ["equityUnits", "8000"],
      ["limitBps", "2000"],
    ];
    const halted = step(OPENED, { equityUnits: 8_000n, profile: RUNGS_ALONE });
    expect(halted.halts).toEqual([{ cause: "drawdown", code: "DRAWDOWN_HALT", verb: "flatten", facts }]);
    expect(step(OPENED, { equityUnits: 8_000n, profile: { ...RUNGS_ALONE, onHalt: "reduce_only" } }).halts).toMatchObject([
      { verb: "reduce_only" },
    ]);
  });
});

describe("daily loss", () => {
  it("halts and flattens at 3 % of the day's opening, and not a unit earlier", () => {
    expect(step(OPENED, { equityUnits: 9_701n }).state).toEqual({ ...OPENED, lastEquityUnits: 9_701n });
    const halted = step(OPENED, { equityUnits: 9_700n, profile: { ...GUARDED_PROFILE, onHalt: "reduce_only" } });
    expect(halted.state).toEqual({ ...OPENED, lastEquityUnits: 9_700n, haltedBy: "daily_loss" });
    expect(halted.halts).toEqual([
      {
        cause: "daily_loss",
        code: "DAILY_LOSS_HALT",
        verb: "flatten",
        facts: [
          ["fromUnits", "10000"],
          ["equityUnits", "9700"],
          ["limitBps", "300"],
        ],
      },
    ]);
  });

  it("is counted from the opening of the day, not from its best", () => {
    const higher = step(OPENED, { equityUnits: 10_200n }).state;
    expect(step(higher, { equityUnits: 9_701n }).halts).toEqual([]);
  });

  it("asks for both halts where both limits are reached, the drawdown named first", () => {
    const { state, halts } = step(OPENED, { equityUnits: 7_000n });
    expect(state.haltedBy).toBe("drawdown");
    expect(halts.map(({ code }) => code)).toEqual(["DRAWDOWN_HALT", "DAILY_LOSS_HALT"]);
  });
});

describe("a new UTC day", () => {
  it("opens at the equity of its midnight", () => {
    const { state } = step(OPENED, { ...nextDay, equityUnits: 9_800n });
    expect(state).toEqual({ ...OPENED, dayStartMs: DAY_0 + DAY_MS, dayOpenUnits: 9_800n, lastEquityUnits: 9_800n });
    expect(step(state, { ...nextDay, equityUnits: 9_507n }).halts).toEqual([]);
    expect(step(state, { ...nextDay, equityUnits: 9_506n }).halts).toHaveLength(1);
  });

  it("begins with the close of midnight UTC, and with none before it", () => {
    const before = DAY_0 + DAY_MS - 1;
    expect(step(OPENED, { nowMs: before, closeMs: before, equityUnits: 9_999n }).state.dayStartMs).toBe(DAY_0);
    expect(step(OPENED, { nowMs: DAY_0 + DAY_MS, equityUnits: 9_999n }).state.dayStartMs).toBe(DAY_0 + DAY_MS);
    // A halt a second after midnight knows only the close of 23:00.
    const halt = step(OPENED, { nowMs: DAY_0 + DAY_MS + 1_000, closeMs: DAY_0 + DAY_MS - HOUR_MS, equityUnits: 9_999n });
    expect(halt.state).toEqual({ ...OPENED, lastEquityUnits: 9_999n });
  });

  it("opens with the last whole equity before it where its midnight has none", () => {
    const evening = step(OPENED, { nowMs: DAY_0 + 23 * HOUR_MS, equityUnits: 9_900n }).state;
    const midnight = step(evening, { nowMs: DAY_0 + DAY_MS, equityUnits: undefined });
    expect(midnight.state).toBe(evening);
    const { state, halts } = step(evening, { nowMs: DAY_0 + DAY_MS + HOUR_MS, equityUnits: 9_100n });
    expect(state).toMatchObject({ dayStartMs: DAY_0 + DAY_MS, dayOpenUnits: 9_900n, haltedBy: "daily_loss" });
    expect(halts.map(({ code }) => code)).toEqual(["DAILY_LOSS_HALT"]);
  });

  it("opens with what it sees first where an earlier release kept no equity", () => {
    const { state } = step({ ...OPENED, lastEquityUnits: undefined }, { nowMs: DAY_0 + DAY_MS + HOUR_MS, equityUnits: 9_100n });
    expect(state).toMatchObject({ dayOpenUnits: 9_100n, haltedBy: undefined });
  });

  it("is kept without a decision as with one, but that nothing is judged", () => {
    const closeMs = DAY_0 + DAY_MS + HOUR_MS;
    const kept = keepEquity(OPENED, { equityUnits: 9_100n, closeMs, isFlat: false });
    expect(kept).toEqual({ ...OPENED, dayStartMs: DAY_0 + DAY_MS, lastEquityUnits: 9_100n });
    expect(keepEquity(kept, { equityUnits: 9_100n, closeMs, isFlat: false })).toBe(kept);
    expect(step(kept, { nowMs: closeMs, equityUnits: 9_100n }).halts).toHaveLength(1);
  });

  it("changes nothing of a flat account, however many go by", () => {
    for (let day = 1; day <= 400; day += 1) expect(step(OPENED, { nowMs: DAY_0 + day * DAY_MS, isFlat: true }).state).toBe(OPENED);
  });

  it("opens anew where something is held, also at the same equity, and for a flat account that has another", () => {
    expect(step(OPENED, nextDay).state).toEqual({ ...OPENED, dayStartMs: DAY_0 + DAY_MS });
    expect(step(OPENED, { ...nextDay, isFlat: true, equityUnits: 9_999n }).state).toMatchObject({
      dayStartMs: DAY_0 + DAY_MS,
      dayOpenUnits: 9_999n,
    });
  });

  it("counts from what a flat account had, once it enters: the loss of the entry's own day is not lost", () => {
    const at = DAY_0 + 5 * DAY_MS + 10 * HOUR_MS;
    const entered = enterDay(OPENED, at);
    expect(entered).toEqual({ ...OPENED, dayStartMs: DAY_0 + 5 * DAY_MS });
    expect(enterDay(entered, at + HOUR_MS)).toBe(entered);
    expect(enterDay(entered, at - DAY_MS)).toBe(entered);
    expect(step(entered, { nowMs: at + HOUR_MS, equityUnits: 9_700n }).halts).toHaveLength(1);
  });
});

describe("a halted account", () => {
  const byDrawdown = step(OPENED, { equityUnits: 8_000n, profile: RUNGS_ALONE }).state;
  const byLoss = step(OPENED, { equityUnits: 9_700n }).state;

  it("stays as it is until it is re-armed, whatever its equity and the day", () => {
    for (const equityUnits of [1n, 9_999n, 20_000n])
      for (const nowMs of [INPUT.nowMs, nextDay.nowMs]) {
        const { state, halts, facts } = step(byDrawdown, { equityUnits, nowMs, isFlat: true });
        expect(state).toBe(byDrawdown);
        expect([halts, facts]).toEqual([[], []]);
      }
  });

  it("starts a new mark and a new day after a drawdown", () => {
    const { state, facts, halts } = step(byDrawdown, { ...nextDay, equityUnits: 8_000n, isRearmed: true });
    expect(state).toEqual(openLadder({ equityUnits: 8_000n, nowMs: nextDay.nowMs }));
    expect(facts).toEqual([{ code: "LADDER_REARMED", values: [["cause", "drawdown"]] }]);
    expect(halts).toEqual([]);
  });

  it("keeps its mark after a daily loss: losing days in a row still end at the drawdown", () => {
    const { state, facts } = step(byLoss, { equityUnits: 9_700n, isRearmed: true });
    expect(state).toEqual({ ...OPENED, dayOpenUnits: 9_700n, lastEquityUnits: 9_700n });
    expect(facts).toEqual([{ code: "LADDER_REARMED", values: [["cause", "daily_loss"]] }]);
    const halted = step(byLoss, { equityUnits: 8_000n, isRearmed: true });
    expect(halted.state).toMatchObject({ highWaterUnits: 10_000n, rung: 3, haltedBy: "drawdown" });
    expect(halted.facts.map(({ code }) => code)).toEqual(["LADDER_REARMED", "DRAWDOWN_RUNG_REACHED"]);
  });

  it("is not re-armed while its equity is not known", () => {
    expect(step(byLoss, { equityUnits: undefined, isRearmed: true }).state).toBe(byLoss);
  });

  it("is the only one that a re-arming concerns", () => {
    expect(step(OPENED, { isRearmed: true }).state).toBe(OPENED);
  });
});

describe("a day that is lost while the account may only reduce", () => {
  const keeping: RiskProfile = { ...GUARDED_PROFILE, onHalt: "reduce_only" };
  const byDrawdown: LadderState = { ...OPENED, highWaterUnits: 12_500n, rung: 3, haltedBy: "drawdown" };
  const reducing = (change: Partial<LadderInput>) => step(byDrawdown, { profile: keeping, ...change });

  it.each([
    // what is there, equity, what is sold
    ["a unit above the limit", { equityUnits: 9_701n }, []],
    ["at the limit", { equityUnits: 9_700n }, ["DAILY_LOSS_HALT"]],
    ["far below it", { equityUnits: 5_000n }, ["DAILY_LOSS_HALT"]],
    ["where all is sold already", { equityUnits: 9_700n, isFlat: true }, []],
    ["where a kill switch sells already", { equityUnits: 9_700n, isFlattening: true }, []],
    ["where the equity is not known", { equityUnits: undefined }, []],
  ] as const)("flattens the account: %s", (_, change, codes) => {
    const { state, halts } = reducing(change);
    expect(halts.map(({ code, verb }) => [code, verb])).toEqual(codes.map((code) => [code, "flatten"]));
    expect(state.haltedBy).toBe("drawdown");
  });

  it("counts each day from its own opening, at the equity of its midnight", () => {
    const { state, halts } = reducing({ ...nextDay, equityUnits: 9_500n });
    expect(halts).toEqual([]);
    expect(state).toEqual({ ...byDrawdown, dayStartMs: DAY_0 + DAY_MS, dayOpenUnits: 9_500n, lastEquityUnits: 9_500n });
    expect(step(state, { ...nextDay, profile: keeping, equityUnits: 9_216n }).halts).toEqual([]);
    expect(step(state, { ...nextDay, profile: keeping, equityUnits: 9_215n }).halts).toMatchObject([
      { cause: "daily_loss", code: "DAILY_LOSS_HALT", verb: "flatten" },
    ]);
  });

  it("leaves mark and rung to the re-arming", () => {
    expect(reducing({ equityUnits: 13_000n }).state).toEqual({ ...byDrawdown, lastEquityUnits: 13_000n });
  });
});

describe("what is not to be trusted", () => {
  it("is an equity with a price missing: a fact, no mark, no rung, no day", () => {
    const { state, facts, halts } = step(OPENED, { ...nextDay, equityUnits: undefined });
    expect(state).toBe(OPENED);
    expect(facts).toEqual([{ code: "LADDER_STALE", values: [] }]);
    expect(halts).toEqual([]);
  });

  it("is a clock before the day that stands: refused with both times, nothing changed", () => {
    const { state, refusal } = step(OPENED, { nowMs: DAY_0 - 1, equityUnits: 1n });
    expect(state).toBe(OPENED);
    expect(refusal).toEqual({
      check: "clock_step",
      code: "CLOCK_STEPPED_BACK",
      symbol: "",
      facts: [
        ["nowMs", String(DAY_0 - 1)],
        ["dayStartMs", String(DAY_0)],
      ],
    });
    expect(step(OPENED, { nowMs: DAY_0 }).refusal).toBeUndefined();
  });

  it("is no matter of the reference profile, which has no ladder", () => {
    expect(step(OPENED, { profile: REFERENCE_PROFILE, equityUnits: 1n, nowMs: 0 })).toEqual({
      state: OPENED,
      halts: [],
      facts: [],
      refusal: undefined,
    });
  });
});

describe("any walk of equity", () => {
  const walk = fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 30 }),
      equity: fc.bigInt({ min: 1n, max: 20_000n }),
      isRearmed: fc.boolean(),
      isFlat: fc.boolean(),
    }),
    { maxLength: 60 },
  );

  it("keeps the mark above equity, the rung true and a halt until it is re-armed", () => {
    fc.assert(
      fc.property(walk, (steps) => {
        let state = OPENED;
        let nowMs = DAY_0;
        for (const { hours, equity, isRearmed, isFlat } of steps) {
          nowMs += hours * HOUR_MS;
          const before = state;
          const advance = step(before, { nowMs, equityUnits: equity, isRearmed, isFlat });
          state = advance.state;
          if (before.haltedBy !== undefined && !isRearmed) {
            const { dayStartMs, dayOpenUnits, lastEquityUnits } = state;
            expect(state).toEqual({ ...before, dayStartMs, dayOpenUnits, lastEquityUnits });
            expect(advance.halts.every(({ code }) => code === "DAILY_LOSS_HALT" && !isFlat)).toBe(true);
            continue;
          }
          expect(state.highWaterUnits).toBeGreaterThanOrEqual(equity);
          expect(state.rung).toBe(rungAt(GUARDED_PROFILE, { highWaterUnits: state.highWaterUnits, equityUnits: equity }));
          expect(state.haltedBy === undefined).toBe(advance.halts.length === 0);
          expect(state.rung === 3).toBe(state.haltedBy === "drawdown");
          if (before.haltedBy === undefined)
            expect(state.highWaterUnits).toBe(equity > before.highWaterUnits ? equity : before.highWaterUnits);
          // Told twice, it changes nothing more.
          if (state.haltedBy === undefined) expect(step(state, { nowMs, equityUnits: equity, isFlat }).state).toBe(state);
        }
      }),
      { numRuns: 300 },
    );
  });

  const closes = fc.array(
    fc.record({
      // Some hours are never seen: an outage.
      hours: fc.integer({ min: 1, max: 9 }),
      equity: fc.option(fc.bigInt({ min: 9_000n, max: 11_000n }), { nil: undefined, freq: 3 }),
      isDecided: fc.boolean(),
    }),
    { minLength: 1, maxLength: 80 },
  );

  it("opens each day with the last whole equity at or before its midnight, however few closes have one or are decided", () => {
    const profile: RiskProfile = { ...GUARDED_PROFILE, dailyLossBpsMax: 10_000 };
    fc.assert(
      fc.property(closes, (seen) => {
        let state = OPENED;
        const known = [{ closeMs: DAY_0 + HOUR_MS, equityUnits: 10_000n }];
        let closeMs = DAY_0 + HOUR_MS;
        for (const { hours, equity: equityUnits, isDecided } of seen) {
          closeMs += hours * HOUR_MS;
          if (equityUnits !== undefined) known.push({ closeMs, equityUnits });
          if (isDecided) state = step(state, { nowMs: closeMs + 2_000, equityUnits, profile }).state;
          else if (equityUnits !== undefined) state = keepEquity(state, { equityUnits, closeMs, isFlat: false });
          if (equityUnits === undefined) continue;
          const midnightMs = closeMs - (closeMs % DAY_MS);
          const opening = known.findLast((at) => at.closeMs <= midnightMs) ?? known[0];
          expect([state.dayStartMs, state.dayOpenUnits]).toEqual([midnightMs, opening?.equityUnits]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
