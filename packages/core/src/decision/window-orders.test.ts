import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barFillModelSchema, type BarFillModelSpec } from "../execution/fill-model-spec.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import type { WalkStep } from "./walk-book.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const INSTRUMENTS = ["ADA", "BTC", "ETH"].map(coinInstrument);
const symbols = INSTRUMENTS.map(({ symbol }) => symbol);
const settings = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2, timeframeMs: HOUR_MS, instruments: symbols },
});

type Minutes = { readonly fromMinute: number; readonly toMinute: number };

/** Whether a moment, or the five minutes before it that are no time for entries either, lies in a window. */
function isShut({ fromMinute, toMinute }: Minutes, atMs: number): boolean {
  const minute = (atMs % DAY_MS) / 60_000;
  const length = (toMinute - fromMinute + 1_440) % 1_440;
  return (minute - (fromMinute - 5) + 2 * 1_440) % 1_440 < length + 5;
}

/** Whether a window begins behind a close and not later than at the next. */
function beginsBehind({ fromMinute }: Minutes, closeMs: number): boolean {
  const awayMs = (fromMinute * 60_000 - (closeMs % DAY_MS) + DAY_MS) % DAY_MS;
  return (awayMs === 0 ? DAY_MS : awayMs) <= HOUR_MS;
}

const windows: fc.Arbitrary<Minutes> = fc.constantFrom(
  { fromMinute: 180, toMinute: 300 },
  { fromMinute: 1_320, toMinute: 360 },
  // Between two slots, and over one.
  { fromMinute: 210, toMinute: 230 },
  { fromMinute: 590, toMinute: 615 },
);
const seeds = fc.integer({ min: 0, max: 7 });
/** Sealing a market takes longer than walking it. */
const markets = new Map<number, readonly WalkStep[]>();
const stepsFor = (seed: number): readonly WalkStep[] => {
  const known = markets.get(seed);
  if (known !== undefined) return known;
  const barsOf = (symbol: string) => syntheticBars(sha256, { name: `${symbol} ${seed}`, length: 200, startMs: 1_700_006_400_000 });
  const steps = stepsOf(sha256, new Map(symbols.map((symbol) => [symbol, barsOf(symbol)])), settings);
  markets.set(seed, steps);
  return steps;
};

function walkIn(seed: number, of: { readonly profile: RiskProfile; readonly fillModel?: BarFillModelSpec }) {
  const steps = stepsFor(seed);
  const terms = { sha256, settings, instruments: INSTRUMENTS, startingUnits: 10n ** 12n, takerFeeBps: 26, slippageBps: 5, ...of };
  return { steps, ...walkAll(terms, steps) };
}

const profileWith = (window: Minutes, stopsInDowntime: RiskProfile["stopsInDowntime"]): RiskProfile => ({
  ...GUARDED_PROFILE,
  schedule: { windows: [window], transitionMinutes: 5 },
  stopsInDowntime,
  dailyLossBpsMax: 10_000,
});

/** Whole at once, and in so small parts that an entry is worked for hours. */
const MODELS: readonly BarFillModelSpec[] = [
  barFillModelSchema.parse({ name: "next-open" }),
  barFillModelSchema.parse({ name: "bar-path", participationBps: 2, barsMax: 12 }),
];

describe("an entry", () => {
  it("fills in no window and in no transition to one, however it is filled and however many bars it is worked for", () => {
    let [filled, ended] = [0, 0];
    fc.assert(
      fc.property(seeds, windows, fc.constantFrom(...MODELS), (seed, window, fillModel) => {
        const { bookings } = walkIn(seed, { profile: profileWith(window, "rest"), fillModel });
        for (const { fills = [], orderEvents = [] } of bookings) {
          ended += orderEvents.filter(({ reason }) => reason === "WINDOW_REACHED").length;
          for (const { why, atMs } of fills) {
            if (why !== "entry") continue;
            filled += 1;
            expect(isShut(window, atMs), `an entry filled at ${new Date(atMs).toISOString()}`).toBe(false);
          }
        }
      }),
      { numRuns: 32 },
    );
    expect(filled).toBeGreaterThan(100);
    expect(ended).toBeGreaterThan(10);
  });

  it("is worked no longer than to the window that begins within its bar", () => {
    fc.assert(
      fc.property(seeds, windows, (seed, window) => {
        const { slots } = walkIn(seed, { profile: profileWith(window, "rest"), fillModel: MODELS[1] ?? expect.unreachable() });
        for (const { settled, receipt } of slots) {
          if (!beginsBehind(window, receipt.slot.atMs - HOUR_MS) && !isShut(window, receipt.slot.atMs)) continue;
          expect(settled.orders.filter(({ purpose }) => purpose === "entry")).toEqual([]);
        }
      }),
      { numRuns: 16 },
    );
  });
});

describe("a profile that wants to be flat before downtime", () => {
  it("holds nothing over a window, wherever between two closes it lies", () => {
    let [held, crossed] = [0, 0];
    fc.assert(
      fc.property(seeds, windows, (seed, window) => {
        const { slots, steps } = walkIn(seed, { profile: profileWith(window, "flat_before") });
        slots.forEach(({ state, settled }, index) => {
          const { snapshot } = steps[index] ?? expect.unreachable();
          held += state.positions.length;
          if (!beginsBehind(window, snapshot.snapshot.closeMs)) return;
          crossed += settled.positions.length;
          // A sale waits where its bar is missing; an entry that waited is given up.
          const isWaiting = (held: string) => state.orders.some(({ symbol, purpose }) => symbol === held && purpose === "exit");
          expect(state.positions.filter(({ symbol }) => !isWaiting(symbol))).toEqual([]);
          expect(state.orders.filter(({ purpose }) => purpose === "entry")).toEqual([]);
        });
      }),
      { numRuns: 32 },
    );
    expect(held).toBeGreaterThan(100);
    expect(crossed).toBeGreaterThan(10);
  });
});
