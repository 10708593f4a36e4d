import { describe, expect, test } from "vitest";
import type { OpenOrder } from "../orders/order.ts";
import { compareDecisions, countEffects, type DecidedOrders } from "./what-if.ts";

const ORDER: OpenOrder = {
  id: "order",
  intentSeq: 1,
  parentOrderId: undefined,
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  reason: "TREND_ENTRY",
  state: "intended",
  createdMs: 0,
  quantity: 100n,
  quoteBudget: undefined,
  filledQuantity: 0n,
  triggerUnits: undefined,
  stopOffsetUnits: 1n,
  takeProfitOffsetUnits: undefined,
  barVolumeUnits: undefined,
  heldAsset: "USD",
  heldUnits: 1n,
  isCancelRequested: false,
  fillCount: 0,
  eventCount: 1,
};
const NONE: DecidedOrders = { intents: [], refusals: [], facts: [] };
const made = (...intents: readonly OpenOrder[]): DecidedOrders => ({ ...NONE, intents });
const refused = (code: string, symbol: string): DecidedOrders => ({
  ...NONE,
  refusals: [{ check: "check", code, symbol, facts: [["limit", "1"]] }],
});

describe("two decisions of one slot", () => {
  test.each<[what: string, was: DecidedOrders, would: DecidedOrders, expected: object]>([
    ["the same order", made(ORDER), made({ ...ORDER, id: "other" }), { effect: "same", code: undefined }],
    [
      "an order that is refused",
      made(ORDER),
      refused("PAIR_CAP_EXCEEDED", "BTC/USD"),
      { effect: "blocked", code: "PAIR_CAP_EXCEEDED", facts: [["limit", "1"]], wasQuantity: 100n, wouldQuantity: undefined },
    ],
    ["an order of a halted account", made(ORDER), refused("KILL_SWITCH_ACTIVE", ""), { effect: "blocked", code: "KILL_SWITCH_ACTIVE" }],
    ["an order that nobody wants any more", made(ORDER), refused("PAIR_CAP_EXCEEDED", "ETH/USD"), { effect: "blocked", code: undefined }],
    [
      "a smaller order",
      made(ORDER),
      { ...made({ ...ORDER, quantity: 40n }), facts: [{ symbol: "BTC/USD", code: "SIZED", values: [["boundBy", "pair"]] }] },
      { effect: "resized", code: "SIZED", facts: [["boundBy", "pair"]], wasQuantity: 100n, wouldQuantity: 40n },
    ],
    ["another budget", made({ ...ORDER, quoteBudget: 5n }), made({ ...ORDER, quoteBudget: 6n }), { effect: "resized" }],
    [
      "an order that was refused",
      refused("POSITIONS_EXCEEDED", "BTC/USD"),
      made(ORDER),
      { effect: "let_through", code: "POSITIONS_EXCEEDED", wasQuantity: undefined, wouldQuantity: 100n },
    ],
  ])("compare %s", (_, was, would, expected) => {
    expect(compareDecisions(7, was, would)).toEqual([
      expect.objectContaining({ atMs: 7, symbol: "BTC/USD", purpose: "entry", ...expected }),
    ]);
  });

  test("are none where neither orders", () => {
    expect(compareDecisions(7, refused("PAIR_CAP_EXCEEDED", "BTC/USD"), NONE)).toEqual([]);
  });

  test("meet order by order, the second of a kind with the second", () => {
    const second = { ...ORDER, quantity: 7n };
    const sale = { ...ORDER, side: "sell", purpose: "exit" } as const;
    const compared = compareDecisions(7, made(ORDER, second, sale), made(ORDER));
    expect(compared.map(({ effect, side, wasQuantity }) => [effect, side, wasQuantity])).toEqual([
      ["same", "buy", 100n],
      ["blocked", "buy", 7n],
      ["blocked", "sell", 100n],
    ]);
  });
});

test("effects are counted, and those that differ by their code, the most frequent first", () => {
  const compared = [
    ...compareDecisions(1, made(ORDER), made(ORDER)),
    ...compareDecisions(2, made(ORDER), NONE),
    ...compareDecisions(3, made(ORDER), refused("WINDOW_DOWNTIME", "BTC/USD")),
    ...compareDecisions(4, made(ORDER), refused("WINDOW_DOWNTIME", "BTC/USD")),
    ...compareDecisions(5, refused("WINDOW_DOWNTIME", "BTC/USD"), made(ORDER)),
  ];
  expect(countEffects(compared)).toEqual({
    effects: { same: 1, blocked: 3, resized: 0, let_through: 1 },
    codes: [
      { effect: "blocked", code: "WINDOW_DOWNTIME", orders: 2 },
      { effect: "blocked", code: undefined, orders: 1 },
      { effect: "let_through", code: "WINDOW_DOWNTIME", orders: 1 },
    ],
  });
});
