import { describe, expect, it } from "vitest";
import { BookBroken, isolateBroken, ofBook } from "./broken-book.ts";
import { ShardTurns } from "./shard-turns.ts";

/** Works on batches of numbers; those in `faults` fail theirs. */
async function isolate(batch: readonly number[], faults: ReadonlyMap<number, Error>) {
  const worked: (readonly number[])[] = [];
  const broken: (readonly [number, string])[] = [];
  const results = await isolateBroken(batch, {
    work: async (items) => {
      const fault = items.map((item) => faults.get(item)).find((error) => error !== undefined);
      if (fault !== undefined) throw fault;
      worked.push(items);
      return items.map((item) => item * 10);
    },
    onBroken: async (item, error) => {
      broken.push([item, error.message]);
    },
  });
  return { results, worked, broken };
}

const TEN = Array.from({ length: 10 }, (_, n) => n);

describe("a batch", () => {
  it("without a fault is worked on as one", async () => {
    expect(await isolate(TEN, new Map())).toEqual({ results: TEN.map((n) => n * 10), worked: [TEN], broken: [] });
    expect(await isolate([], new Map())).toEqual({ results: [], worked: [], broken: [] });
  });

  it.each([0, 4, 9])("loses item %i alone where that breaks an invariant, in order", async (bad) => {
    const { results, broken, worked } = await isolate(TEN, new Map([[bad, new BookBroken("odd")]]));
    expect(broken).toEqual([[bad, "odd"]]);
    expect(results).toEqual(TEN.filter((n) => n !== bad).map((n) => n * 10));
    expect(worked.length).toBeLessThanOrEqual(4);
  });

  it("that fails as a whole halts nobody: the fault is not the books'", async () => {
    const faults = new Map(TEN.map((n) => [n, new BookBroken(`bad ${n}`)]));
    await expect(isolate(TEN, faults)).rejects.toThrow("bad 0");
    expect((await isolate([3], faults)).broken).toEqual([[3, "bad 3"]]);
  });

  it("loses each of several", async () => {
    const { results, broken } = await isolate(TEN, new Map([1, 2, 8].map((bad) => [bad, new BookBroken(`bad ${bad}`)])));
    expect(broken.map(([item]) => item)).toEqual([1, 2, 8]);
    expect(results).toEqual([0, 3, 4, 5, 6, 7, 9].map((n) => n * 10));
  });

  it.each([
    ["a claim that was lost", new Error("the fence has moved on")],
    ["a lost connection", new Error("Connection terminated unexpectedly")],
  ])("is tried again as a whole after %s", async (_what, error) => {
    await expect(isolate(TEN, new Map([[3, error]]))).rejects.toBe(error);
  });
});

it("what only computes breaks its book, whatever it throws", () => {
  const broken = new BookBroken("already");
  expect(() => ofBook(() => Number.parseInt("7", 10))).not.toThrow();
  expect(() =>
    ofBook((): never => {
      throw new RangeError("not a state");
    }),
  ).toThrow(BookBroken);
  expect(() =>
    ofBook((): never => {
      throw broken;
    }),
  ).toThrow(broken);
});

describe("the turns of a shard", () => {
  function gate(): { readonly opened: Promise<undefined>; readonly open: () => void } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    return {
      opened: promise,
      open: () => {
        resolve(undefined);
      },
    };
  }

  it("go to one cycle at a time; deliveries meanwhile have it look once more, and another shard does not wait", async () => {
    const turns = new ShardTurns();
    const { opened, open } = gate();
    const done: string[] = [];
    const first = turns.decide("a", () => opened.then(() => void done.push("first")));
    await turns.decide("a", async () => void done.push("second"));
    await turns.decide("a", async () => void done.push("third"));
    await turns.decide("b", async () => void done.push("other"));
    open();
    await first;
    await turns.decide("a", async () => void done.push("fourth"));
    expect(done).toEqual(["other", "first", "first", "fourth"]);
  });

  it("end with what fails, and the next delivery begins anew", async () => {
    const turns = new ShardTurns();
    const { opened, open } = gate();
    const failing = turns.decide("a", () => opened.then(() => Promise.reject(new Error("away"))));
    await turns.decide("a", () => Promise.resolve());
    open();
    await expect(failing).rejects.toThrow("away");
    const done: string[] = [];
    await turns.decide("a", async () => void done.push("next"));
    expect(done).toEqual(["next"]);
  });

  it("let a cycle wait for halts in hand, also for halts that fail, and leave halts to a cycle in hand", async () => {
    const turns = new ShardTurns();
    const { opened, open } = gate();
    const done: string[] = [];
    const halting = turns.halt("a", () =>
      opened.then(() => {
        done.push("halt");
        throw new Error("away");
      }),
    );
    const deciding = turns.decide("a", async () => void done.push("cycle"));
    await turns.halt("a", async () => void done.push("left to the cycle"));
    open();
    await expect(halting).rejects.toThrow("away");
    await deciding;
    expect(done).toEqual(["halt", "cycle"]);
  });
});
