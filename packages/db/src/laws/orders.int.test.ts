import { randomUUID } from "node:crypto";
import { nextOrderState, ORDER_EVENTS, ORDER_STATES, type OrderState } from "@ballast/core/orders/life-cycle";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeBook, makeWorkspace, TEST_NOW_MS } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

/** The life of an order in SQL is core's, to the last pair; and what it filled is what it wanted. */

const database = await testDatabase();
const { owner, engine } = database.pools;
const { tenantId } = await makeWorkspace(owner);
const book = await makeBook(engine, tenantId);
const key = [book.tenantId, book.accountId, book.runId];
afterAll(database.drop);

const QUANTITY = 10;

/** What an order in a state has filled: nothing before it was sent, something once it is said to have. */
const filledIn = (state: string): number => (state === "filled" ? QUANTITY : state === "partially_filled" ? 4 : 0);

let orders = 0;

async function order(state: string, filled: number, of: { readonly quantity?: number; readonly budget?: number } = {}): Promise<string> {
  const id = randomUUID();
  orders += 1;
  await engine.query("insert into intents values ($1, $2, $3, $4, $5, $6, 'BTC/USD', 'buy', 'market', 'entry', $7, $8)", [
    ...key,
    orders,
    TEST_NOW_MS,
    id,
    of.quantity ?? QUANTITY,
    of.budget ?? null,
  ]);
  await engine.query("insert into orders values ($1, $2, $3, $4, $5, 'BTC/USD', 'buy', 'market', 'entry', $6, $7, $8, null, $9, $9, '')", [
    ...key,
    id,
    orders,
    state,
    of.quantity ?? QUANTITY,
    filled,
    TEST_NOW_MS,
  ]);
  return id;
}

const move = (id: string, state: string, filled: number): Promise<unknown> =>
  engine.query("update orders set state = $2, filled_quantity = $3 where id = $1", [id, state, filled]);

const isTaken = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

/** States that a life can come to from this one, in any number of steps. */
function reachable(from: OrderState): ReadonlySet<OrderState> {
  const reached = new Set<OrderState>();
  const waiting = [from];
  for (const state of waiting)
    for (const event of ORDER_EVENTS) {
      const next = nextOrderState(state, event);
      if (!("state" in next) || reached.has(next.state)) continue;
      reached.add(next.state);
      waiting.push(next.state);
    }
  return reached;
}

describe("an order's row", () => {
  test("goes to what core's life cycle reaches, and nowhere else", async () => {
    const pairs = ORDER_STATES.flatMap((from) => ORDER_STATES.filter((to) => to !== from).map((to) => ({ from, to })));
    const taken: string[] = [];
    for (const { from, to } of pairs) {
      const id = await order(from, filledIn(from));
      if (await isTaken(move(id, to, Math.max(filledIn(from), filledIn(to))))) taken.push(`${from} ${to}`);
    }
    expect(taken).toEqual(pairs.filter(({ from, to }) => reachable(from).has(to)).map(({ from, to }) => `${from} ${to}`));
  });

  test("has a state of the life cycle", async () => {
    await expectRefused(order("done", 0), REFUSED.check, "orders_state_check");
    for (const state of ORDER_STATES) await order(state, filledIn(state));
  });

  test("fills between nothing and what was wanted, and never less than before", async () => {
    const id = await order("partially_filled", 4);
    await expectRefused(move(id, "partially_filled", 3), REFUSED.orderStep);
    await expectRefused(move(id, "partially_filled", -1), REFUSED.check);
    await expectRefused(move(id, "filled", QUANTITY + 1), REFUSED.orderStep);
    await expectRefused(order("filled", QUANTITY + 1), REFUSED.orderStep);
    await move(id, "filled", QUANTITY);
  });

  test("fills more than an estimate where it spends a budget", async () => {
    const id = await order("open", 0, { budget: 1_000 });
    await move(id, "filled", QUANTITY + 1);
  });

  test("shows its fill", async () => {
    await expectRefused(order("filled", 0), REFUSED.check, "orders_fill_shows");
    await expectRefused(order("partially_filled", 0), REFUSED.check, "orders_fill_shows");
    await expectRefused(order("intended", 1), REFUSED.check, "orders_fill_shows");
  });

  test.each(["filled", "cancelled", "rejected", "expired"])("that is %s fills no further", async (state) => {
    const id = await order(state, 4);
    await expectRefused(move(id, state, 5), REFUSED.orderStep);
  });
});

test("each step of an order is one of core's life cycle", async () => {
  const { rows: constraints } = await owner.query<{ check: string }>(
    "select pg_get_constraintdef(oid) as check from pg_constraint where conname = 'order_events_in_life_cycle' and conrelid = 'order_events'::regclass",
  );
  const check = constraints[0]?.check.replace(/^CHECK /, "") ?? "the constraint is missing";
  const { rows } = await owner.query<{ step: string }>(
    `select concat_ws(' ', event, from_state, to_state) as step from unnest($1::text[]) as event, unnest($2::text[]) as from_state, unnest($3::text[]) as to_state where ${check}`,
    [
      ["intended", ...ORDER_EVENTS, "wished"],
      [null, ...ORDER_STATES],
      [...ORDER_STATES, "done"],
    ],
  );
  const admitted = ORDER_EVENTS.flatMap((event) =>
    ORDER_STATES.flatMap((from) => {
      const next = nextOrderState(from, event);
      return "state" in next ? [[event, from, next.state].join(" ")] : [];
    }),
  );
  expect(rows.map(({ step }) => step).sort()).toEqual(["intended intended", ...admitted].sort());
});

test("a step that is none of core's is refused", async () => {
  const id = await order("intended", 0);
  const step = (from: string | null): Promise<unknown> =>
    engine.query("insert into order_events values ($1, $2, $3, $4, 1, $5, 'acknowledged', $6, 'open', '')", [
      ...key,
      id,
      TEST_NOW_MS,
      from,
    ]);
  for (const from of ["intended", null]) await expectRefused(step(from), REFUSED.check, "order_events_in_life_cycle");
  await step("sending");
});
