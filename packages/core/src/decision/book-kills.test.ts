import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealSnapshot, type SealedSnapshot } from "../market/snapshot.ts";
import { contentBreak, sequenceBreak } from "../market/snapshot-integrity.ts";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { killsInForce, ladderKills, NO_KILLS, stepKills, withOwn, type BookKills, type OwnKill, type Watch } from "./book-kills.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const HOUR_MS = 3_600_000;
const START_MS = 1_700_006_400_000;
const GENESIS = new Uint8Array(32);
const settingsFor = (instruments: readonly string[]) =>
  strategySettingsSchema.parse({ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2, timeframeMs: HOUR_MS, instruments });
const WATCH: Watch = { profile: GUARDED_PROFILE, settings: settingsFor(["ADA/USD", "BTC/USD"]), breaks: [] };

/** A close at which each of these instruments moved so far in its hour; a hundredth is usual. */
function closeWhere(
  moves: Readonly<Record<string, number | undefined>>,
  of: {
    readonly hour?: number;
    readonly timeframeMs?: number;
    readonly featureNames?: readonly string[];
    readonly previousHash?: Uint8Array;
    readonly lineageId?: string;
  } = {},
): SealedSnapshot {
  const closeMs = START_MS + (of.hour ?? 0) * HOUR_MS;
  const featureNames = of.featureNames ?? ["return:1", "stdev:720"];
  const timeframeMs = of.timeframeMs ?? HOUR_MS;
  const value = (name: string, move: number | undefined): number | undefined => (name.startsWith("stdev:") ? 0.01 : move);
  return sealSnapshot(sha256, {
    lineageId: of.lineageId ?? "fixture",
    isSynthetic: true,
    timeframeMs,
    closeMs,
    originMs: START_MS - HOUR_MS,
    previousHash: of.previousHash ?? GENESIS,
    capabilities: ["bars"],
    featureNames,
    instruments: Object.keys(moves)
      .sort()
      .map((symbol) => ({
        symbol,
        bar: { tsMs: closeMs - timeframeMs, open: 1, high: 1, low: 1, close: 1, volume: 1 },
        features: featureNames.map((name) => value(name, moves[symbol])),
      })),
  });
}

const step = (
  kills: BookKills,
  sealed: SealedSnapshot,
  of: { readonly watch?: Watch; readonly rearmAfterMs?: number; readonly isContinuous?: boolean } = {},
) => stepKills(kills, { sealed, watch: of.watch ?? WATCH, rearmAfterMs: of.rearmAfterMs, isContinuous: of.isContinuous ?? false });
const blocked = (symbol: string, hour = 0): OwnKill => ({
  scope: "instrument",
  subject: symbol,
  verb: "block_entries",
  sinceMs: START_MS + hour * HOUR_MS,
  isByHand: false,
});

describe("a close", () => {
  it.each([
    [0.04, [blocked("BTC/USD")]],
    [-0.04, [blocked("BTC/USD")]],
    [0.0399, []],
    [0, []],
    [undefined, []],
  ])("whose last hour moved an instrument by %s, a hundredth being usual, blocks its entries from four hundredths on", (move, own) => {
    expect(step(NO_KILLS, closeWhere({ "ADA/USD": 0.001, "BTC/USD": move })).kills.own).toEqual(own);
  });

  it.each([
    [0.08, [blocked("BTC/USD")]],
    [0.0799, []],
  ])("of a quarter of an hour: an hour that moved by %s is measured by hours, not by a quarter's usual hundredth", (move, own) => {
    const quarter = { timeframeMs: HOUR_MS / 4, featureNames: ["return:4", "stdev:2880"] };
    expect(step(NO_KILLS, closeWhere({ "BTC/USD": move }, quarter)).kills.own).toEqual(own);
  });

  it.each([
    [5, [blocked("BTC/USD")]],
    [4.999, []],
    [undefined, []],
  ])("whose estimated spread of a day is %s times its usual blocks entries from five on", (widening, own) => {
    const sealed = closeWhere({ "BTC/USD": widening }, { featureNames: ["spread:24:720"] });
    const { kills, events } = step(NO_KILLS, sealed);
    expect(kills.own).toEqual(own);
    expect(events).toMatchObject(
      own.map(() => ({
        halt: {
          code: "SPREAD_BLOWN",
          facts: [
            ["basis", "estimated"],
            ["widening", "5"],
            ["limitBps", "50000"],
          ],
        },
      })),
    );
  });

  it("trips once: while a kill switch is in force, another violent hour sets none", () => {
    const first = step(NO_KILLS, closeWhere({ "BTC/USD": 0.05 }));
    expect(first.events).toMatchObject([
      {
        event: "set",
        halt: {
          code: "VOLATILITY_BLOWN",
          facts: [
            ["hourReturn", "0.05"],
            ["monthStdev", "0.01"],
          ],
        },
      },
    ]);
    const second = step(first.kills, closeWhere({ "BTC/USD": 0.05 }, { hour: 1 }));
    expect(second).toEqual({ kills: first.kills, events: [] });
  });

  it("trips again where only somebody else's kill switch stands", () => {
    const given = { given: [blocked("BTC/USD")], own: [] };
    expect(step(given, closeWhere({ "BTC/USD": 0.05 }, { hour: 1 })).kills).toEqual({ given: given.given, own: [blocked("BTC/USD", 1)] });
  });

  it("trips nothing for what the account does not trade, for a reference run, or where the lineage has no volatility", () => {
    const violent = { "ADA/USD": 0.2, "BTC/USD": 0.2 };
    expect(step(NO_KILLS, closeWhere(violent), { watch: { ...WATCH, settings: settingsFor(["BTC/USD"]) } }).kills.own).toEqual([
      blocked("BTC/USD"),
    ]);
    expect(step(NO_KILLS, closeWhere(violent), { watch: { ...WATCH, profile: REFERENCE_PROFILE } }).events).toEqual([]);
    expect(step(NO_KILLS, closeWhere(violent, { featureNames: ["ema:5"] })).events).toEqual([]);
  });

  it("that is broken blocks all entries", () => {
    const breaks = [{ kind: "hash", symbol: undefined, atMs: START_MS, expected: "aa", actual: "bb" }] as const;
    const { kills, events } = step(NO_KILLS, closeWhere({}), { watch: { ...WATCH, breaks } });
    expect(kills.own).toEqual([{ scope: "all", subject: "", verb: "block_entries", sinceMs: START_MS, isByHand: true }]);
    expect(events).toMatchObject([{ event: "set", halt: { code: "INTEGRITY_BROKEN" } }]);
  });
});

describe("re-arming", () => {
  const tripped: BookKills = { given: [blocked("BTC/USD")], own: [blocked("BTC/USD")] };
  const calm = (hour: number): SealedSnapshot => closeWhere({ "BTC/USD": 0.001 }, { hour });

  it("never happens by itself where no time is given", () => {
    expect(step(tripped, calm(10_000))).toEqual({ kills: tripped, events: [] });
  });

  it("releases the book's own after its time, not an hour before, and nobody else's", () => {
    expect(step(tripped, calm(23), { rearmAfterMs: 24 * HOUR_MS }).events).toEqual([]);
    expect(step(tripped, calm(24), { rearmAfterMs: 24 * HOUR_MS })).toEqual({
      kills: { given: tripped.given, own: [] },
      events: [{ event: "released", kill: blocked("BTC/USD"), atMs: START_MS + 24 * HOUR_MS }],
    });
  });

  it("and a violent hour at one close set it again", () => {
    const { kills, events } = step(tripped, closeWhere({ "BTC/USD": 0.05 }, { hour: 24 }), { rearmAfterMs: 24 * HOUR_MS });
    expect(events.map(({ event }) => event)).toEqual(["released", "set"]);
    expect(kills.own).toEqual([blocked("BTC/USD", 24)]);
  });

  const daily = { rearmAfterMs: 24 * HOUR_MS };
  const forTwo: Watch = { ...WATCH, profile: { ...GUARDED_PROFILE, releasePersons: 2 } };
  const breaks = [{ kind: "hash", symbol: undefined, atMs: START_MS, expected: "aa", actual: "bb" }] as const;

  it.each([
    // what tripped, profile, continuous, whether the clock releases it
    ["a violent hour of a run over the past", 0.05, WATCH, false, true],
    ["a violent hour of a run over the past, where the profile wants two", 0.05, forTwo, false, true],
    ["a violent hour of a continuous account", 0.05, WATCH, true, true],
    ["a violent hour of a continuous account whose profile wants two", 0.05, forTwo, true, false],
    ["a break of a run over the past", 0, { ...WATCH, breaks }, false, false],
    ["a break of a continuous account", 0, { ...WATCH, breaks }, true, false],
    ["a break of a continuous account whose profile wants two", 0, { ...forTwo, breaks }, true, false],
  ])("by the clock is for triggers of which a profile leaves one person to decide: %s", (_, move, watch, isContinuous, isReleased) => {
    const first = step(NO_KILLS, closeWhere({ "BTC/USD": move }), { watch, ...daily, isContinuous });
    expect(first.kills.own).toHaveLength(1);
    const later = step(first.kills, calm(1_000), { watch: { ...watch, breaks: [] }, ...daily, isContinuous });
    expect(later.events.map(({ event }) => event)).toEqual(isReleased ? ["released"] : []);
    expect(later.kills.own).toEqual(isReleased ? [] : first.kills.own);
  });

  it("keeps to what was asked when it tripped, and to what is asked now", () => {
    const trippedForTwo = { given: [], own: [{ ...blocked("BTC/USD"), isByHand: true }] };
    expect(step(trippedForTwo, calm(1_000), { ...daily, isContinuous: true }).events).toEqual([]);
    expect(step({ given: [], own: [blocked("BTC/USD")] }, calm(1_000), { watch: forTwo, ...daily, isContinuous: true }).events).toEqual([]);
  });

  it("does not hide a break behind a kill switch that the clock releases", () => {
    const ofBtc = { ...WATCH, breaks: [{ ...breaks[0], symbol: "BTC/USD" }] };
    const { kills } = step({ given: [], own: [blocked("BTC/USD")] }, calm(1), { watch: ofBtc, ...daily });
    expect(kills.own).toEqual([blocked("BTC/USD"), { ...blocked("BTC/USD", 1), isByHand: true }]);
    expect(step(kills, calm(2), { watch: ofBtc, ...daily }).events).toEqual([]);
    expect(step(kills, calm(24), daily).kills.own).toEqual([{ ...blocked("BTC/USD", 1), isByHand: true }]);
  });
});

it("two halts that sell at one slot are one kill switch, named after the first", () => {
  const facts = [] as const;
  const halts = ladderKills(
    [
      { cause: "drawdown", code: "DRAWDOWN_HALT", verb: "flatten", facts },
      { cause: "daily_loss", code: "DAILY_LOSS_HALT", verb: "flatten", facts },
    ],
    { accountKey: "alpha", atMs: START_MS },
  );
  expect(halts.map(({ code }) => code)).toEqual(["DRAWDOWN_HALT"]);
});

it("a ladder's halt is a kill switch of the account from its slot on, in the order of every input", () => {
  const facts = [] as const;
  const halts = ladderKills([{ cause: "drawdown", code: "DRAWDOWN_HALT", verb: "flatten", facts }], {
    accountKey: "alpha",
    atMs: START_MS,
  });
  const kills = withOwn({ given: [blocked("ADA/USD", 1)], own: [blocked("BTC/USD", -1)] }, halts);
  expect(killsInForce(kills)).toEqual([
    blocked("BTC/USD", -1),
    { scope: "account", subject: "alpha", verb: "flatten", sinceMs: START_MS },
    blocked("ADA/USD", 1),
  ]);
});

describe("integrity of sealed closes", () => {
  const first = closeWhere({ "BTC/USD": 0 });
  const second = closeWhere({ "BTC/USD": 0 }, { hour: 1, previousHash: first.hash });

  it("holds from one close to the next", () => {
    expect([contentBreak(sha256, first), sequenceBreak(first, second)]).toEqual([undefined, undefined]);
  });

  it("breaks where a byte is another than its hash names", () => {
    const bytes = Uint8Array.from(first.bytes, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    expect(contentBreak(sha256, { ...first, bytes })).toMatchObject({ kind: "hash", atMs: START_MS });
  });

  it("breaks where a close is chained to another, is left out or comes again", () => {
    expect(sequenceBreak(first, closeWhere({ "BTC/USD": 0 }, { hour: 1 }))).toMatchObject({ kind: "hash" });
    expect(sequenceBreak(first, closeWhere({ "BTC/USD": 0 }, { hour: 2, previousHash: first.hash }))).toMatchObject({ kind: "watermark" });
    expect(sequenceBreak(second, second)).toMatchObject({ kind: "watermark" });
  });

  it("is no question between two lineages", () => {
    expect(sequenceBreak(first, closeWhere({ "BTC/USD": 0 }, { hour: 7, lineageId: "longer" }))).toBeUndefined();
  });
});
