import { expect, it } from "vitest";
import type { Tx } from "../database.ts";
import { answeringTx } from "../fixtures/answering-tx.mapper.ts";
import { placeKey, walkDecisions } from "./decision-walk.ts";

const HOUR_MS = 3_600_000;
const NEWEST_MS = 100_000 * HOUR_MS;

/** A book that has decided every hour for eleven years; every `every`th decision fits. Answers the statement of a batch by its places. */
function longBook(every: number): { readonly tx: Tx; readonly asked: number[] } {
  const asked: number[] = [];
  const tx = answeringTx((values) => {
    const [atMs, limit] = [Number(values[6] ?? NEWEST_MS + HOUR_MS), Number(values.at(-1))];
    asked.push(limit);
    return Array.from({ length: limit }, (_, index) => {
      const at = atMs - (index + 1) * HOUR_MS;
      return { account_id: "a", run_id: "r", receipt_seq: at / HOUR_MS, at_ms: at, fits: (at / HOUR_MS) % every === 0 };
    });
  });
  return { tx, asked };
}

const walk = (tx: Tx, filter: { readonly outcome?: string }, cursor?: string) =>
  walkDecisions(tx, {
    filter,
    limit: 10,
    cursor,
    isSelective: false,
    open: (places) => Promise.resolve(new Map(places.map((place) => [placeKey(place), place.receiptSeq]))),
  });

it("stops a search that finds nothing, says how far it came and where it goes on", async () => {
  const { tx, asked } = longBook(Infinity);
  const found = await walk(tx, { outcome: "REFUSED" });
  expect(found).toEqual({ items: [], nextCursor: expect.any(String), searchedToMs: NEWEST_MS - 9_999 * HOUR_MS });
  expect(asked.reduce((sum, limit) => sum + limit)).toBe(10_000);
});

it("reads no more than a page where every decision fits", async () => {
  const { tx, asked } = longBook(1);
  const found = await walk(tx, {});
  expect(found.items).toHaveLength(10);
  expect(found.searchedToMs).toBeUndefined();
  expect(asked).toEqual([11]);
});

it("fills a page with what is rare, and the next one with what comes after", async () => {
  const { tx } = longBook(100);
  const first = await walk(tx, { outcome: "REFUSED" });
  const next = await walk(tx, { outcome: "REFUSED" }, first.nextCursor);
  expect(first.items).toHaveLength(10);
  expect(next.items[0]).toBeLessThan(Number(first.items.at(-1)));
});
