import { randomUUID } from "node:crypto";
import { testRedisUrl } from "@ballast/testing/test-database";
import { Queue } from "bullmq";
import { afterEach, expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { chainCheckpoint } from "./catalog.ts";
import { connectRedis } from "./connection.ts";
import { consume, type Consumer } from "./consume.ts";
import { openQueues } from "./enqueue.ts";

const FAST = { ...chainCheckpoint, backoffMs: 1 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Queues under a prefix of their own, and a consumer that notes what it was given and which jobs failed. */
function openScene(work: (hourMs: number) => Promise<void>, job = FAST) {
  const prefix = `test-${randomUUID()}`;
  const connection = connectRedis(testRedisUrl());
  const queues = openQueues(connection, prefix);
  closing.push(async () => {
    connection.disconnect();
  });
  closing.push(queues.close);
  const [given, failures]: [number[], Error[]] = [[], []];
  const start = (): Consumer => {
    const options = { connection, prefix, concurrency: 1, onFailure: (_name: string, error: Error) => failures.push(error) };
    const consumer = consume(job, options, async ({ hourMs }) => {
      given.push(hourMs);
      await work(hourMs);
    });
    closing.push(consumer.close);
    return consumer;
  };
  const raw = new Queue(FAST.name, { connection, prefix });
  closing.push(() => raw.close());
  return { queues, given, failures, start, raw };
}

const settled = async ({ queues }: ReturnType<typeof openScene>): Promise<number> =>
  Object.values((await queues.counts())[FAST.name] ?? {}).reduce((sum, count) => sum + count, 0);

test("two nudges of the same work fold into one while the first still waits", async () => {
  const scene = openScene(() => Promise.resolve());
  for (const hourMs of [1, 1, 2, 1]) await scene.queues.enqueue(FAST, { hourMs });
  scene.start();
  await expect.poll(() => settled(scene)).toBe(0);
  expect(scene.given.toSorted()).toEqual([1, 2]);
  await scene.queues.enqueue(FAST, { hourMs: 1 });
  await expect.poll(() => scene.given.length).toBe(3);
});

test.each([
  { whileAtWork: "kept", brings: "one more look for all of them", given: [1, 3, 4] },
  { whileAtWork: "folded", brings: "nothing more", given: [1, 4] },
] as const)("nudges of a job at work are $whileAtWork: they bring $brings", async ({ whileAtWork, given }) => {
  const job = { ...FAST, id: () => "one~work", whileAtWork };
  const { promise: ending, resolve: end } = Promise.withResolvers<undefined>();
  const scene = openScene(() => ending.then(() => undefined), job);
  scene.start();
  await scene.queues.enqueue(job, { hourMs: 1 });
  await expect.poll(() => scene.given, { timeout: 10_000 }).toEqual([1]);
  // It has looked and has not ended yet.
  await scene.queues.enqueue(job, { hourMs: 2 });
  await scene.queues.enqueue(job, { hourMs: 3 });
  expect(scene.given).toEqual([1]);
  end(undefined);
  await expect.poll(() => settled(scene), { timeout: 10_000 }).toBe(0);
  await scene.queues.enqueue(job, { hourMs: 4 });
  await expect.poll(() => scene.given, { timeout: 10_000 }).toEqual(given);
});

test("a kept nudge survives the failure of the job that it waited for", async () => {
  const job = { ...FAST, attemptsMax: 1, id: () => "one~work", whileAtWork: "kept" } as const;
  const { promise: ending, reject: fail } = Promise.withResolvers<undefined>();
  const scene = openScene((hourMs) => (hourMs === 1 ? ending.then(() => undefined) : Promise.resolve()), job);
  scene.start();
  await scene.queues.enqueue(job, { hourMs: 1 });
  await expect.poll(() => scene.given, { timeout: 10_000 }).toEqual([1]);
  await scene.queues.enqueue(job, { hourMs: 2 });
  fail(new AppError("AWAY", "the world is away", { retry: "later" }));
  await expect.poll(() => scene.given, { timeout: 10_000 }).toEqual([1, 2]);
});

test("a failure is tried as often as the catalog says, and the same work can be nudged again after it", async () => {
  const scene = openScene(() => Promise.reject(new AppError("AWAY", "the world is away", { retry: "later" })));
  scene.start();
  await scene.queues.enqueue(FAST, { hourMs: 1 });
  await expect.poll(() => scene.given.length).toBe(FAST.attemptsMax);
  await expect.poll(() => settled(scene)).toBe(0);
  await scene.queues.enqueue(FAST, { hourMs: 1 });
  await expect.poll(() => scene.given.length).toBe(2 * FAST.attemptsMax);
  expect(scene.failures.at(-1)?.message).toContain("the world is away");
});

test("what no repeat can mend ends its job at once", async () => {
  const scene = openScene(() => Promise.reject(new AppError("NONSENSE", "this will never work", { retry: "never" })));
  scene.start();
  await scene.queues.enqueue(FAST, { hourMs: 1 });
  await expect.poll(() => scene.failures.length).toBe(1);
  await expect.poll(() => settled(scene)).toBe(0);
  expect(scene.given).toEqual([1]);
  expect(scene.failures[0]?.message).toBe("NONSENSE: this will never work");
});

test("a nudge that Redis does not take is given up instead of waiting for ever", async () => {
  const connection = connectRedis("redis://127.0.0.1:1");
  const queues = openQueues(connection, "nowhere");
  closing.push(async () => {
    connection.disconnect();
  });
  await expect(queues.enqueue(FAST, { hourMs: 1 })).rejects.toMatchObject({ code: "QUEUE_AWAY", retry: "later" });
});

test("a payload that was not made by this catalog is refused once, and the work never sees it", async () => {
  const scene = openScene(() => Promise.resolve());
  scene.start();
  await scene.raw.add(FAST.name, { hourMs: "noon" }, { attempts: 3, removeOnFail: true });
  await expect.poll(() => scene.failures.length).toBe(1);
  expect(scene.failures[0]?.message).toContain("payload refused");
  expect(scene.given).toEqual([]);
  await expect(scene.queues.enqueue(FAST, { hourMs: 0.5 })).rejects.toThrow();
});
