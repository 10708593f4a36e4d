import { describe, expect, test } from "vitest";
import { DEFAULT_SCHEDULE } from "../time/schedule.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { explainIdle, type IdleFacts } from "./idle.ts";

/** 2024-01-01T12:00Z. */
const NOON = 1_704_110_400_000;
type Book = NonNullable<IdleFacts["book"]>;
type Newest = NonNullable<IdleFacts["newest"]>;
/** What is other than in a quiet hour; null for what there is not. */
type Change = Omit<Partial<IdleFacts>, "book" | "newest"> & {
  readonly book?: Partial<Book> | null;
  readonly newest?: Partial<Newest> | null;
};

const BOOK: Book = {
  runKey: "live",
  runState: "running",
  isContinuous: true,
  isBroken: false,
  nextSlotMs: NOON + HOUR_MS,
  horizonMs: NOON,
};
const NEWEST: Newest = {
  atMs: NOON,
  outcome: "NO_TRADE",
  facts: [
    { symbol: "BTC/USD", code: "NO_CROSS", values: [] },
    { symbol: "ETH/USD", code: "NO_CROSS", values: [] },
  ],
  refusals: [],
  positions: [],
};

function idle({ book, newest, ...change }: Change): readonly string[] {
  const facts: IdleFacts = {
    ...{ isClosed: false, engineSeenMs: NOON, wallMs: NOON, halts: [], schedule: DEFAULT_SCHEDULE },
    ...change,
    book: book === null ? undefined : { ...BOOK, ...book },
    newest: newest === null ? undefined : { ...NEWEST, ...newest },
  };
  return explainIdle(facts).map(({ code, words }) => `${code}: ${words}`);
}

describe("an account is idle", () => {
  test.each<[what: string, change: Change, first: RegExp]>([
    ["as it is closed", { isClosed: true }, /^CLOSED: The account is closed\.$/],
    ["as it has entered no run", { book: null }, /^NO_RUN: It has entered no run/],
    ["as its run is over", { book: { runState: "finished" } }, /^RUN_ENDED: Its run live is finished/],
    [
      "as its run is over, whatever was in force when it ended",
      { book: { runState: "finished" }, halts: [{ scope: "all", subject: "", verb: "flatten", sinceMs: NOON, reason: "out" }] },
      /^RUN_ENDED: /,
    ],
    ["as its books broke", { book: { isBroken: true } }, /^BOOK_BROKEN: /],
    [
      "as it is halted",
      { halts: [{ scope: "account", subject: "Alpha", verb: "block_entries", sinceMs: NOON, reason: "feed looks wrong" }] },
      /^HALTED: Halted since 2024-01-01 12:00 UTC: entries are blocked on account Alpha\. “feed looks wrong”$/,
    ],
    [
      "as the whole installation is halted",
      { halts: [{ scope: "all", subject: "", verb: "reduce_only", sinceMs: NOON, reason: "venue is down" }] },
      /^HALTED: Halted since .* UTC: orders may only reduce everywhere on this installation\. “venue is down”$/,
    ],
    [
      "as a trigger halted it",
      {
        halts: [
          {
            scope: "instrument",
            subject: "ETH/USD",
            verb: "block_entries",
            sinceMs: NOON,
            reason: "VOLATILITY_BLOWN: Halted: the last hour moved.",
          },
        ],
      },
      /12:00 UTC: entries are blocked for ETH\/USD\. The last hour moved\.$/,
    ],
    ["as no feed came", { book: { horizonMs: undefined }, newest: null }, /^NO_FEED: /],
    ["as no engine runs", { engineSeenMs: undefined }, /^ENGINE_AWAY: No engine runs\./],
    ["as the engine went away", { engineSeenMs: NOON - HOUR_MS }, /^ENGINE_AWAY: .*seen 2024-01-01 11:00 UTC/],
    ["as the engine lost its queue", { queueAwaySinceMs: NOON }, /^QUEUE_AWAY: .* since 2024-01-01 12:00 UTC: nothing is decided/],
    ["as its slot is not decided yet", { book: { nextSlotMs: NOON } }, /^BEHIND: Its slot of 2024-01-01 12:00 UTC is due/],
    ["as no bar has closed yet", { newest: null }, /^NO_CLOSE_YET: It waits for the close of 2024-01-01 13:00 UTC/],
    [
      "as its window is closed",
      { book: { nextSlotMs: NOON + 16 * HOUR_MS, horizonMs: NOON + 15 * HOUR_MS } },
      /^WINDOW: That close lies in its downtime window until 2024-01-02 04:55 UTC/,
    ],
  ])("%s", (_, change, first) => {
    expect(idle(change)[0]).toMatch(first);
  });

  test.each<[what: string, newest: Partial<Newest>, words: RegExp]>([
    [
      "no signal, the same of several instruments once",
      {},
      /^NO_SIGNAL: At 2024-01-01 12:00 UTC there was no signal. BTC\/USD, ETH\/USD: No crossing/,
    ],
    [
      "warm-up",
      { facts: [{ symbol: "BTC/USD", code: "WARMING_UP", values: [] }] },
      /^WARM_UP: .*BTC\/USD: The indicators are still warming up/,
    ],
    [
      "a refusal, with its facts",
      {
        outcome: "REFUSED",
        refusals: [
          {
            code: "POSITIONS_EXCEEDED",
            symbol: "BTC/USD",
            facts: [
              ["wouldBe", "11"],
              ["limit", "10"],
            ],
          },
        ],
      },
      /^REFUSED: .*11 positions would be held \(limit 10\)/,
    ],
    [
      "that its window skipped it",
      { outcome: "SKIPPED", facts: [{ symbol: "", code: "WINDOW_DOWNTIME", values: [] }] },
      /^WINDOW: At .* its slot was skipped\. No strategy orders in the downtime window\./,
    ],
    ["what it holds", { positions: ["BTC/USD"] }, /^HOLDING: It holds BTC\/USD/],
    ["that it is not idle", { outcome: "INTENTS" }, /^TRADED: .*it is not idle/],
  ])("and its newest decision says %s", (_, newest, words) => {
    expect(idle({ newest }).filter((line) => words.test(line))).toHaveLength(1);
  });
});
