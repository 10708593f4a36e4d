import { describe, expect, it } from "vitest";
import { UNDECLARED } from "./declared.ts";
import {
  isFeedOrDataBreak,
  trippedKills,
  type ApiHealth,
  type FeedHealth,
  type InstrumentHealth,
  type MarketHealth,
} from "./kill-triggers.ts";
import { DEFAULT_KILL_TRIGGERS, type KillTriggerSettings } from "./profile-groups.ts";

const NOW_MS = 1_700_000_000_000;

const NOTHING: MarketHealth = { feeds: UNDECLARED, apis: UNDECLARED, instruments: UNDECLARED, integrity: UNDECLARED };
const FEED: FeedHealth = { feed: "ws", openedMs: NOW_MS - 3_600_000, heartbeatMs: NOW_MS, reconnectsMs: [] };
const CALM: InstrumentHealth = {
  symbol: "BTC/USD",
  spread: { rateUnits: 4_999n, medianRateUnits: 1_000n },
  spreadWidening: UNDECLARED,
  volatility: { hourReturn: 0.03, monthStdev: 0.0078125 },
};

const kills = (health: Partial<MarketHealth>, settings: Partial<KillTriggerSettings> = {}) =>
  trippedKills({ health: { ...NOTHING, ...health }, nowMs: NOW_MS, settings: { ...DEFAULT_KILL_TRIGGERS, ...settings } });
const codes = (health: Partial<MarketHealth>, settings?: Partial<KillTriggerSettings>) =>
  kills(health, settings).map(({ scope, subject, code }) => `${scope} ${subject}: ${code}`);

const feed = (change: Partial<FeedHealth>) => codes({ feeds: [{ ...FEED, ...change }] });
const ago = (...ages: readonly number[]) => ages.map((ageMs) => NOW_MS - ageMs);

describe("heartbeat", () => {
  it("trips when it is missing for 90 s, and not a millisecond earlier", () => {
    expect(feed({ heartbeatMs: NOW_MS - 89_999 })).toEqual([]);
    expect(feed({ heartbeatMs: NOW_MS - 90_000 })).toEqual(["all : HEARTBEAT_GAP"]);
  });

  it("counts from the opening until the first has come", () => {
    expect(feed({ heartbeatMs: undefined, openedMs: NOW_MS - 89_999 })).toEqual([]);
    expect(feed({ heartbeatMs: undefined, openedMs: NOW_MS - 90_000 })).toEqual(["all : HEARTBEAT_GAP"]);
  });

  it("is all that a feed owes: an interval without trades is no gap", () => {
    expect(feed({})).toEqual([]);
  });

  it("says which feed, how long, and the limit", () => {
    expect(kills({ feeds: [{ ...FEED, heartbeatMs: NOW_MS - 95_000 }] })).toEqual([
      {
        scope: "all",
        subject: "",
        code: "HEARTBEAT_GAP",
        verb: "block_entries",
        facts: [
          ["feed", "ws"],
          ["gapMs", "95000"],
          ["limitMs", "90000"],
        ],
      },
    ]);
  });
});

describe("reconnects", () => {
  it("trip at the fifth within 10 minutes, and at no fourth", () => {
    expect(feed({ reconnectsMs: ago(1, 2, 3, 4) })).toEqual([]);
    expect(feed({ reconnectsMs: ago(1, 2, 3, 4, 599_999) })).toEqual(["all : RECONNECTS"]);
    expect(feed({ reconnectsMs: ago(1, 2, 3, 4, 600_000) })).toEqual([]);
  });

  it("count also where they seem to lie ahead of the clock", () => {
    expect(feed({ reconnectsMs: ago(-5, -4, -3, -2, -1) })).toEqual(["all : RECONNECTS"]);
  });
});

describe("calls to the venue", () => {
  const calls = (failed: number, well: number, after = 0): ApiHealth => ({
    accountKey: "a",
    failures: [...new Array<boolean>(failed).fill(true), ...new Array<boolean>(well + after).fill(false)],
  });
  const api = (health: ApiHealth) => codes({ apis: [health] });

  it("trip at 10 failures of the last 50 for their account, and at no ninth", () => {
    expect(api(calls(9, 41))).toEqual([]);
    expect(api(calls(10, 40))).toEqual(["account a: API_ERRORS"]);
  });

  it("are forgotten after 50 more", () => {
    expect(api(calls(10, 40, 1))).toEqual([]);
    expect(api(calls(60, 0))).toEqual(["account a: API_ERRORS"]);
  });

  it("want a share of 50 also before so many were made", () => {
    expect(api(calls(1, 0))).toEqual([]);
    expect(api(calls(9, 0))).toEqual([]);
    expect(api(calls(10, 0))).toEqual(["account a: API_ERRORS"]);
  });
});

describe("spread and volatility", () => {
  const instrument = (change: Partial<InstrumentHealth>) => codes({ instruments: [{ ...CALM, ...change }] });

  it("trip for their instrument where the multiple is reached", () => {
    expect(instrument({})).toEqual([]);
    expect(instrument({ spread: { rateUnits: 5_000n, medianRateUnits: 1_000n } })).toEqual(["instrument BTC/USD: SPREAD_BLOWN"]);
    expect(instrument({ volatility: { hourReturn: -0.03125, monthStdev: 0.0078125 } })).toEqual(["instrument BTC/USD: VOLATILITY_BLOWN"]);
    expect(instrument({ volatility: { hourReturn: 0.03125, monthStdev: 0.0078125 } })).toEqual(["instrument BTC/USD: VOLATILITY_BLOWN"]);
  });

  it("trip nothing in a market that stands still, nor while they warm up", () => {
    expect(instrument({ spread: { rateUnits: 0n, medianRateUnits: 0n }, volatility: { hourReturn: 0, monthStdev: 0 } })).toEqual([]);
    expect(instrument({ spread: undefined, volatility: undefined })).toEqual([]);
    expect(instrument({ spread: { rateUnits: undefined, medianRateUnits: 1n } })).toEqual([]);
    expect(instrument({ spread: { rateUnits: 1n, medianRateUnits: undefined } })).toEqual([]);
    expect(instrument({ volatility: { hourReturn: undefined, monthStdev: 1 } })).toEqual([]);
    expect(instrument({ volatility: { hourReturn: 1, monthStdev: undefined } })).toEqual([]);
    expect(instrument({ volatility: { hourReturn: Number.NaN, monthStdev: 0 } })).toEqual([]);
    expect(instrument({ volatility: { hourReturn: 1, monthStdev: Number.NaN } })).toEqual([]);
    expect(instrument({ spread: UNDECLARED, volatility: UNDECLARED })).toEqual([]);
  });

  it.each([
    // quotes, what highs and lows suggest, whether it trips
    [UNDECLARED, 5, true],
    [UNDECLARED, 4.9999, false],
    [UNDECLARED, undefined, false],
    [UNDECLARED, Number.NaN, false],
    [UNDECLARED, UNDECLARED, false],
    [CALM.spread, 50, false],
    [undefined, 50, false],
  ] as const)("trip by the estimate where no quotes are declared: %o, %s", (spread, spreadWidening, isTripped) => {
    expect(instrument({ spread, spreadWidening })).toEqual(isTripped ? ["instrument BTC/USD: SPREAD_BLOWN"] : []);
  });

  it("say whether a spread was quoted or estimated", () => {
    const factsOf = (change: Partial<InstrumentHealth>) => kills({ instruments: [{ ...CALM, ...change }] })[0]?.facts;
    expect(factsOf({ spread: { rateUnits: 5_000n, medianRateUnits: 1_000n } })).toContainEqual(["basis", "quoted"]);
    expect(factsOf({ spread: UNDECLARED, spreadWidening: 6.5 })).toEqual([
      ["basis", "estimated"],
      ["widening", "6.5"],
      ["limitBps", "50000"],
    ]);
  });

  it("trip on a spread where the usual is none, and on a move where the usual is none", () => {
    expect(instrument({ spread: { rateUnits: 1n, medianRateUnits: 0n } })).toEqual(["instrument BTC/USD: SPREAD_BLOWN"]);
    expect(instrument({ volatility: { hourReturn: 0.001, monthStdev: 0 } })).toEqual(["instrument BTC/USD: VOLATILITY_BLOWN"]);
  });
});

describe("integrity", () => {
  it.each(["sequence", "checksum", "watermark", "hash"] as const)("trips on any break of a %s", (kind) => {
    const broken = { kind, atMs: NOW_MS, expected: "7", actual: "9" };
    const facts = [
      ["kind", kind],
      ["atMs", String(NOW_MS)],
      ["expected", "7"],
      ["actual", "9"],
    ];
    expect(
      kills({
        integrity: [
          { ...broken, symbol: "ETH/USD" },
          { ...broken, symbol: undefined },
        ],
      }),
    ).toEqual([
      { scope: "instrument", subject: "ETH/USD", code: "INTEGRITY_BROKEN", facts, verb: "block_entries" },
      { scope: "all", subject: "", code: "INTEGRITY_BROKEN", facts, verb: "block_entries" },
    ]);
  });
});

describe("what is declared", () => {
  it("trips nothing undeclared, and everything where it is missing", () => {
    expect(kills({})).toEqual([]);
    expect(kills({ feeds: [], apis: [], instruments: [], integrity: [] })).toEqual([]);
    for (const part of ["feeds", "apis", "instruments", "integrity"] as const)
      expect(kills({ [part]: undefined })).toEqual([
        { scope: "all", subject: "", code: "HEALTH_MISSING", facts: [["part", part]], verb: "block_entries" },
      ]);
  });

  it("trips by the figures of the profile", () => {
    const feeds = [{ ...FEED, heartbeatMs: NOW_MS - 10_000, reconnectsMs: ago(1, 59_999) }];
    expect(codes({ feeds }, { heartbeatGapMs: 10_000, reconnects: 2, reconnectWindowMs: 60_000 })).toEqual([
      "all : HEARTBEAT_GAP",
      "all : RECONNECTS",
    ]);
    expect(codes({ feeds }, { heartbeatGapMs: 10_001, reconnects: 2, reconnectWindowMs: 59_999 })).toEqual([]);
    expect(codes({ apis: [{ accountKey: "a", failures: [true] }] }, { apiCalls: 2, apiErrorBps: 5_000 })).toEqual([
      "account a: API_ERRORS",
    ]);
    expect(codes({ apis: [{ accountKey: "a", failures: [true] }] }, { apiCalls: 2, apiErrorBps: 5_001 })).toEqual([]);
    expect(codes({ instruments: [CALM] }, { spreadMultipleBps: 49_990, volatilityMultipleBps: 38_400 })).toEqual([
      "instrument BTC/USD: SPREAD_BLOWN",
      "instrument BTC/USD: VOLATILITY_BLOWN",
    ]);
    expect(codes({ instruments: [CALM] }, { spreadMultipleBps: 49_991, volatilityMultipleBps: 38_401 })).toEqual([]);
  });
});

describe("breaks of feeds and data", () => {
  it.each([
    ["HEARTBEAT_GAP", true],
    ["RECONNECTS", true],
    ["INTEGRITY_BROKEN", true],
    ["HEALTH_MISSING", true],
    ["API_ERRORS", false],
    ["SPREAD_BLOWN", false],
    ["VOLATILITY_BLOWN", false],
  ])("%s is one: %s", (code, isOne) => {
    expect(isFeedOrDataBreak(code)).toBe(isOne);
  });
});
