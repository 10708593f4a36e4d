import { describe, expect, it } from "vitest";
import { newOrder, type OpenOrder } from "../orders/order.ts";
import { AccountDraft } from "./account-draft.ts";
import { openAccountState } from "./account-state.ts";

const OPENED = openAccountState({ baseCurrency: "USD", startingUnits: 1_000n });

const ENTRY: OpenOrder = newOrder({
  id: "entry",
  intentSeq: 1,
  parentOrderId: undefined,
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  reason: "CROSS_UP",
  createdMs: 3_600_000,
  quantity: 5n,
  quoteBudget: undefined,
  triggerUnits: undefined,
  stopOffsetUnits: 1n,
  takeProfitOffsetUnits: undefined,
  barVolumeUnits: undefined,
  heldAsset: "USD",
  heldUnits: 400n,
});

describe("a draft of an account's state", () => {
  it("gives back the very state that it was given where nothing moved", () => {
    const draft = new AccountDraft(OPENED);
    draft.replaceLadder(OPENED.ladder);
    expect(draft.state).toBe(OPENED);
    expect(draft.take()).toBe(OPENED);
  });

  it("changes neither the state that it was given nor one that was taken of it", () => {
    const draft = new AccountDraft(OPENED);
    draft.placeIntent(ENTRY);
    const taken = draft.take();
    draft.placeOrder({ ...ENTRY, state: "cancelled" });
    draft.number("fill");
    expect(OPENED).toEqual(openAccountState({ baseCurrency: "USD", startingUnits: 1_000n }));
    expect(taken).toMatchObject({ orders: [ENTRY], balances: [{ asset: "USD", total: 1_000n, held: 400n }], next: { intent: 2, fill: 1 } });
    expect(draft.take()).toMatchObject({ orders: [], balances: [{ asset: "USD", total: 1_000n, held: 0n }], next: { intent: 2, fill: 2 } });
  });

  it("lets who walks a list go on while it moves", () => {
    const draft = new AccountDraft(OPENED);
    draft.placeIntent(ENTRY);
    const { orders } = draft.state;
    for (const order of orders) draft.placeOrder({ ...order, state: "cancelled" });
    expect(orders).toEqual([ENTRY]);
    expect(draft.state.orders).toEqual([]);
  });

  it("keeps balances and positions in order, whatever comes first", () => {
    const draft = new AccountDraft(OPENED);
    for (const asset of ["XRP", "BTC", "USD"]) draft.moveBalance({ asset, total: 1n });
    for (const symbol of ["XRP/USD", "BTC/USD"]) draft.placePosition(symbol, { symbol, quantity: 1n, lots: [] });
    draft.placePosition("ADA/USD", undefined);
    expect(draft.state.balances.map(({ asset }) => asset)).toEqual(["BTC", "USD", "XRP"]);
    expect(draft.state.positions.map(({ symbol }) => symbol)).toEqual(["BTC/USD", "XRP/USD"]);
  });

  it("refuses what no account can be", () => {
    const draft = new AccountDraft(OPENED);
    expect(() => draft.placeIntent({ ...ENTRY, intentSeq: 2 })).toThrow(/intent 2 follows 0/);
    expect(() => draft.placeIntent({ ...ENTRY, heldUnits: 1_001n })).toThrow(/1001 held of 1000/);
    expect(() => draft.moveBalance({ asset: "USD", held: -1n })).toThrow(/-1 held/);
    expect(() => draft.placeOrder(ENTRY)).toThrow(/not in the state/);
  });
});
