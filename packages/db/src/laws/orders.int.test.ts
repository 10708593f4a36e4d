import { randomUUID } from "node:crypto";
import { nextOrderState, ORDER_EVENTS, ORDER_STATES, type OrderState } from "@ballast/core/orders/life-cycle";
import { inTransaction } from "@ballast/db/clients/pool";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { deposit, GENESIS, makeBook, makeWorkspace, TEST_NOW_MS, writeTransaction } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import type { ClientBase } from "pg";
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
const filledIn = (state: OrderState): number => (state === "filled" ? QUANTITY : state === "partially_filled" ? 4 : 0);

type Step = { readonly event: string; readonly from: OrderState | null; readonly to: OrderState };

/** The fewest steps, one at least, that bring a life from one state to another; none where none do. */
function stepsBetween(from: OrderState, to: OrderState): readonly Step[] {
  const waiting: (readonly Step[])[] = [[]];
  const seen = new Set<OrderState>();
  for (const steps of waiting) {
    const state = steps.at(-1)?.to ?? from;
    for (const event of ORDER_EVENTS) {
      const next = nextOrderState(state, event);
      if (!("state" in next) || seen.has(next.state)) continue;
      const longer = [...steps, { event, from: state, to: next.state }];
      if (next.state === to) return longer;
      seen.add(next.state);
      waiting.push(longer);
    }
  }
  return [];
}

const INTENDED: Step = { event: "intended", from: null, to: "intended" };
const stepsTo = (state: OrderState): readonly Step[] => [INTENDED, ...(state === "intended" ? [] : stepsBetween("intended", state))];

let orders = 0;
const stepped = new Map<string, OrderState>();
const written = new Map<string, number>();

async function writeSteps(client: ClientBase, id: string, steps: readonly Step[]): Promise<void> {
  const firstN = (written.get(id) ?? 0) + 1;
  await client.query(
    `insert into order_events select $1, $2, $3, $4, $5 + s.n - 1, $6, s.event, s.from_state, s.to_state, ''
     from unnest($7::text[], $8::text[], $9::text[]) with ordinality as s(event, from_state, to_state, n)`,
    [...key, id, firstN, TEST_NOW_MS, steps.map(({ event }) => event), steps.map(({ from }) => from), steps.map(({ to }) => to)],
  );
  written.set(id, firstN + steps.length - 1);
  stepped.set(id, steps.at(-1)?.to ?? "intended");
}

type Size = { readonly quantity?: number; readonly budget?: number };

async function writeIntent(client: ClientBase, id: string, of: Size): Promise<number> {
  orders += 1;
  await client.query("insert into intents values ($1, $2, $3, $4, $5, $6, 'BTC/USD', 'buy', 'market', 'entry', $7, $8)", [
    ...key,
    orders,
    TEST_NOW_MS,
    id,
    of.quantity ?? QUANTITY,
    of.budget ?? null,
  ]);
  return orders;
}

const INSERT_ORDER = "insert into orders values ($1, $2, $3, $4, $5, 'BTC/USD', 'buy', 'market', 'entry', $6, $7, $8, null, $9, $9, '')";

/** An order as one transaction of the engine leaves it: intent, row, and every step that led there. */
async function order(state: OrderState, filled: number, of: Size = {}): Promise<string> {
  const id = randomUUID();
  await inTransaction(engine, async (client) => {
    const seq = await writeIntent(client, id, of);
    await client.query(INSERT_ORDER, [...key, id, seq, state, of.quantity ?? QUANTITY, filled, TEST_NOW_MS]);
    await writeSteps(client, id, stepsTo(state));
  });
  return id;
}

const MOVE_ORDER = "update orders set state = $2, filled_quantity = $3 where id = $1";

/** Moves an order with the steps that lead there; where none do, its row alone. */
async function move(id: string, state: OrderState, filled: number): Promise<void> {
  await inTransaction(engine, async (client) => {
    await client.query(MOVE_ORDER, [id, state, filled]);
    await writeSteps(client, id, stepsBetween(stepped.get(id) ?? "intended", state));
  });
}

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
    await expectRefused(
      engine.query(INSERT_ORDER, [...key, randomUUID(), 1, "done", QUANTITY, 0, TEST_NOW_MS]),
      REFUSED.check,
      "orders_state_check",
    );
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

  test.each<OrderState>(["filled", "cancelled", "rejected", "expired"])("that is %s fills no further", async (state) => {
    const id = await order(state, 4);
    await expectRefused(engine.query(MOVE_ORDER, [id, state, 5]), REFUSED.orderStep);
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
  const id = await order("sending", 0);
  const step = (from: string | null): Promise<unknown> =>
    engine.query("insert into order_events values ($1, $2, $3, $4, 3, $5, 'acknowledged', $6, 'open', '')", [
      ...key,
      id,
      TEST_NOW_MS,
      from,
    ]);
  for (const from of ["intended", null]) await expectRefused(step(from), REFUSED.check, "order_events_in_life_cycle");
});

describe("an order that nothing led to", () => {
  const insert = (client: ClientBase, of: { readonly id: string; readonly seq: number; readonly state: string; readonly side?: string }) =>
    client.query(INSERT_ORDER.replace("'buy'", `'${of.side ?? "buy"}'`), [
      ...key, of.id, of.seq, of.state, QUANTITY, of.state === "filled" ? QUANTITY : 0, TEST_NOW_MS,
    ]); // prettier-ignore

  test.each(["filled", "open", "intended"])("is not inserted as %s: no intent wanted it", async (state) => {
    await expectRefused(
      inTransaction(engine, (client) => insert(client, { id: randomUUID(), seq: 1_000_000, state })),
      REFUSED.unexplainedOrder,
    );
  });

  test.each(["filled", "open", "intended"])("is not inserted as %s without a step, whatever was intended", async (state) => {
    const attempt = inTransaction(engine, async (client) => {
      const id = randomUUID();
      await insert(client, { id, seq: await writeIntent(client, id, {}), state });
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });

  test("is not hidden from the check by looking before the end", async () => {
    const attempt = inTransaction(engine, async (client) => {
      await client.query("set constraints all immediate");
      const id = randomUUID();
      await insert(client, { id, seq: await writeIntent(client, id, {}), state: "filled" });
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });

  test("is not of another side than was intended", async () => {
    const attempt = inTransaction(engine, async (client) => {
      const id = randomUUID();
      await insert(client, { id, seq: await writeIntent(client, id, {}), state: "intended", side: "sell" });
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });

  test("does not borrow the steps of another order", async () => {
    const attempt = inTransaction(engine, async (client) => {
      const [id, other] = [randomUUID(), randomUUID()];
      for (const one of [id, other]) await insert(client, { id: one, seq: await writeIntent(client, one, {}), state: "intended" });
      for (const _ of [1, 2]) await writeSteps(client, other, [INTENDED]);
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });
});

describe("a row of an order", () => {
  test.each<OrderState>(["open", "filled"])("does not move to %s by itself", async (state) => {
    const id = await order("sending", 0);
    await expectRefused(engine.query(MOVE_ORDER, [id, state, filledIn(state)]), REFUSED.unexplainedOrder);
  });

  test("does not show another state than its last step", async () => {
    const id = await order("sending", 0);
    const attempt = inTransaction(engine, async (client) => {
      await client.query(MOVE_ORDER, [id, "filled", QUANTITY]);
      await writeSteps(client, id, stepsBetween("sending", "open"));
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });

  test("is written once in a transaction", async () => {
    const id = await order("sending", 0);
    const attempt = inTransaction(engine, async (client) => {
      for (const state of ["open", "filled"]) await client.query(MOVE_ORDER, [id, state, filledIn(state === "open" ? "open" : "filled")]);
    });
    await expectRefused(attempt, REFUSED.orderStep);
  });

  test("gets no step later", async () => {
    const id = await order("open", 0);
    await expectRefused(
      inTransaction(engine, (client) => writeSteps(client, id, [{ event: "acknowledged", from: "unknown", to: "open" }])),
      REFUSED.unexplainedOrder,
    );
  });
});

describe("a fill", () => {
  const fill = (client: ClientBase, of: { readonly id: string; readonly ledgerSeq: number; readonly quantity?: number }) =>
    client.query("insert into fills values ($1, $2, $3, 1, $4, $5, 'BTC/USD', 'buy', $6, 1, 1, 0, 'USD', 'entry', $7)", [
      ...key, TEST_NOW_MS, of.id, of.quantity ?? QUANTITY, of.ledgerSeq,
    ]); // prettier-ignore

  test("stands in the ledger, under its order's name", async () => {
    const id = await order("open", 0);
    const attempt = (ledgerSeq: number): Promise<unknown> =>
      inTransaction(engine, async (client) => {
        await writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(5n) });
        await client.query(MOVE_ORDER, [id, "filled", QUANTITY]);
        await writeSteps(client, id, stepsBetween("open", "filled"));
        await fill(client, { id, ledgerSeq });
      });
    for (const ledgerSeq of [1, 2]) await expectRefused(attempt(ledgerSeq), REFUSED.orphan);
  });

  test("is of an order that moved with it", async () => {
    const id = await order("filled", QUANTITY);
    const attempt = inTransaction(engine, async (client) => {
      await writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(5n), reference: id });
      await fill(client, { id, ledgerSeq: 1 });
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });

  test("is no greater than what its order has filled", async () => {
    const id = await order("open", 0);
    const attempt = inTransaction(engine, async (client) => {
      await writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(5n), reference: id });
      await client.query(MOVE_ORDER, [id, "filled", QUANTITY]);
      await writeSteps(client, id, stepsBetween("open", "filled"));
      await fill(client, { id, ledgerSeq: 1, quantity: QUANTITY + 1 });
    });
    await expectRefused(attempt, REFUSED.unexplainedOrder);
  });
});
