import { randomUUID } from "node:crypto";
import { inTransaction } from "@ballast/db/clients/pool";
import { withTenant } from "@ballast/db/clients/tenant";
import { insertHoldout, insertOpening, listHoldouts } from "@ballast/db/repositories/holdouts";
import {
  claimStudy,
  endCancelledStudies,
  endStudy,
  findStudy,
  insertCancellation,
  insertStudy,
  STUDY_STATES,
  STUDY_STEPS,
  type StudyTerms,
} from "@ballast/db/repositories/studies";
import { claimChunk, finishChunk, insertChunks } from "@ballast/db/repositories/study-chunks";
import { insertPoints, readPoints, type StudyPoint } from "@ballast/db/repositories/study-points";
import { appendTrials, listTrials, readTrialStanding, type Trial } from "@ballast/db/repositories/trials";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeWorkspace, TEST_NOW_MS, testHash } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { Client } from "pg";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
const { tenantId } = await makeWorkspace(owner);
const { tenantId: theirs } = await makeWorkspace(owner);
afterAll(database.drop);

const LEASE = { worker: "w1", wallMs: TEST_NOW_MS, leaseMs: 1_000 };

/** A dataset of the scene's own, so that no scene counts another's trials. */
const dataset = (): Uint8Array => testHash(randomUUID());

async function ask(terms: Partial<StudyTerms> = {}): Promise<StudyTerms> {
  const study: StudyTerms = {
    tenantId,
    id: randomUUID(),
    kind: "sweep",
    title: "",
    spec: {},
    specHash: testHash("spec"),
    datasetHash: dataset(),
    barsHash: testHash("bars"),
    fromMs: 0,
    toMs: 1_000,
    pointsTotal: 2,
    requestedBy: "a test",
    requestedAtMs: TEST_NOW_MS,
    ...terms,
  };
  await inTransaction(engine, (client) => insertStudy(client, study));
  return study;
}

async function running(terms: Partial<StudyTerms> = {}): Promise<StudyTerms> {
  const study = await ask(terms);
  await claimStudy(engine, { ...study, ...LEASE });
  await inTransaction(engine, (client) => insertChunks(client, study, [{ chunk: 0, firstPoint: 0, points: 2 }]));
  return study;
}

const point = (number: number): StudyPoint => ({
  fold: 0,
  isOutOfSample: false,
  point: number,
  parameters: { fast: number },
  metrics: { sharpe: null },
  returns: Float64Array.of(0.1, -0.25),
});

const trial = (origin: string, studyId: string | null = null): Omit<Trial, "tenantId" | "datasetHash"> => ({
  origin: testHash(origin),
  source: studyId === null ? "file" : "stored",
  studyId,
  runBy: "a test",
  runAtMs: 1,
  recordedAtMs: TEST_NOW_MS,
  specHash: testHash("spec"),
  sharpePerBar: 0.01,
  observations: 100,
  skew: null,
  kurtosis: 3,
});

const store = (study: StudyTerms, points: readonly StudyPoint[]): Promise<void> =>
  inTransaction(engine, (client) => insertPoints(client, study, points));
const count = (study: StudyTerms, origins: readonly string[]): Promise<unknown> =>
  inTransaction(engine, (client) =>
    appendTrials(
      client,
      study,
      origins.map((origin) => trial(`${study.id} ${origin}`, study.id)),
    ),
  );

/** A study with both of its points stored, counted and its piece done. */
async function computed(): Promise<StudyTerms> {
  const study = await running();
  const claimed = await claimChunk(engine, { ...study, ...LEASE, chunk: 0 });
  await store(study, [point(0), point(1)]);
  await count(study, ["0", "1"]);
  await inTransaction(engine, (client) => finishChunk(client, { ...study, chunk: 0, epoch: claimed?.epoch ?? 0, wallMs: TEST_NOW_MS }));
  return study;
}

const stateOf = async (study: StudyTerms): Promise<string | undefined> => (await findStudy(engine, study))?.state;

describe("the life of a study", () => {
  test("is the same table in SQL and in the code", async () => {
    const pairs = STUDY_STATES.flatMap((from) => STUDY_STATES.map((to) => ({ from, to })));
    for (const { from, to } of pairs) {
      const { rows } = await engine.query<{ may: boolean }>("select is_study_step($1, $2) as may", [from, to]);
      expect([from, to, rows[0]?.may]).toEqual([from, to, STUDY_STEPS[from].includes(to)]);
    }
  });

  test("begins in the queue, goes no other way, and ends for good", async () => {
    const study = await ask();
    const move = (state: string): Promise<unknown> =>
      engine.query("update studies set state = $2, finished_at_ms = 1, result = '{}' where id = $1", [study.id, state]);
    await expectRefused(move("done"), REFUSED.studyStep);
    await expectRefused(
      engine.query(
        `insert into studies select tenant_id, gen_random_uuid(), kind, title, spec, spec_hash, dataset_hash, bars_hash, from_ms, to_ms, 'running', 2, 0, 'x', 1
         from studies where id = $1`,
        [study.id],
      ),
      REFUSED.studyStep,
    );
    await claimStudy(engine, { ...study, ...LEASE });
    await expectRefused(engine.query("update studies set state = 'queued' where id = $1", [study.id]), REFUSED.studyStep);
    const over = await computed();
    expect(await endStudy(engine, over, { state: "done", result: {}, wallMs: 2 })).toBe(true);
    for (const change of [
      "state = 'running', result = null, finished_at_ms = null",
      "result = '{\"better\":1}'",
      "points_done = points_done",
    ])
      await expectRefused(engine.query(`update studies set ${change} where id = $1`, [over.id]), REFUSED.ended);
    await expectRefused(store(over, [point(7)]), REFUSED.ended);
  });

  test("is claimed by one worker at a time, and by another when the first is gone", async () => {
    const study = await ask();
    expect(await claimStudy(engine, { ...study, ...LEASE })).toMatchObject({ state: "running" });
    expect(await claimStudy(engine, { ...study, ...LEASE, worker: "w2" })).toBeUndefined();
    expect(await claimStudy(engine, { ...study, ...LEASE, worker: "w2", wallMs: TEST_NOW_MS + 1_000 })).toBeDefined();
  });

  test("keeps its terms", async () => {
    const study = await ask();
    for (const column of ["spec", "spec_hash", "dataset_hash", "bars_hash", "from_ms", "to_ms", "points_total", "requested_by"])
      await expectRefused(engine.query(`update studies set ${column} = ${column} where id = $1`, [study.id]), REFUSED.notAllowed);
    await expectRefused(engine.query("delete from studies where id = $1", [study.id]), REFUSED.notAllowed);
  });
});

describe("a piece of work", () => {
  test("is stored once: an epoch that was lost stores nothing", async () => {
    const study = await running();
    const first = await claimChunk(engine, { ...study, ...LEASE, chunk: 0 });
    expect(await claimChunk(engine, { ...study, ...LEASE, worker: "w2", chunk: 0 })).toBeUndefined();
    const second = await claimChunk(engine, { ...study, ...LEASE, worker: "w2", chunk: 0, wallMs: TEST_NOW_MS + 1_000 });
    const finish = (epoch: number | undefined): Promise<boolean> =>
      inTransaction(engine, (client) => finishChunk(client, { ...study, chunk: 0, epoch: epoch ?? 0, wallMs: TEST_NOW_MS }));
    expect(await finish(first?.epoch)).toBe(false);
    expect(await finish(second?.epoch)).toBe(true);
    expect(await finish(second?.epoch)).toBe(false);
    expect((await findStudy(engine, study))?.pointsDone).toBe(2);
    await expectRefused(engine.query("update study_chunks set done_at_ms = null where study_id = $1", [study.id]), REFUSED.ended);
    await expectRefused(engine.query("update studies set points_done = 0 where id = $1", [study.id]), REFUSED.wentBack);
  });

  test("gives its points back as they were", async () => {
    const study = await computed();
    const points = await readPoints(engine, study, { isWithReturns: true });
    expect(points).toEqual([point(0), point(1)]);
  });
});

describe("a cancelled study", () => {
  test("stores nothing from the moment of the cancelling, whoever has not heard of it", async () => {
    const study = await running();
    await withTenant(web, tenantId, (client) => insertCancellation(client, { ...study, by: "a person", atMs: 1, reason: "" }));
    await expectRefused(store(study, [point(0)]), REFUSED.ended);
    expect(await endStudy(engine, study, { state: "failed", failureCode: "X", failure: "x", wallMs: 2 })).toBe(false);
    expect(await claimStudy(engine, { ...study, ...LEASE })).toBeUndefined();
    expect(await endCancelledStudies(engine, TEST_NOW_MS)).toContainEqual({ tenantId, id: study.id });
    expect(await stateOf(study)).toBe("cancelled");
  });

  test("is cancelled in its own workspace alone", async () => {
    const study = await running();
    await expectRefused(
      withTenant(web, theirs, (client) => insertCancellation(client, { ...study, tenantId, by: "a stranger", atMs: 1, reason: "" })),
      REFUSED.notAllowed,
    );
    await expectRefused(
      withTenant(web, theirs, (client) =>
        insertCancellation(client, { ...study, tenantId: theirs, by: "a stranger", atMs: 1, reason: "" }),
      ),
      "23503",
    );
  });
});

describe("the ledger of trials", () => {
  test("numbers what many write at once without a gap, and counts each origin once", async () => {
    const of = { tenantId, datasetHash: dataset() };
    const write = (origins: readonly string[]): Promise<unknown> =>
      inTransaction(engine, (client) =>
        appendTrials(
          client,
          of,
          origins.map((origin) => trial(`${testHash(origin).toString()} ${of.datasetHash.toString()}`)),
        ),
      );
    await Promise.all([write(["a", "b"]), write(["c"]), write(["b", "d"]), write(["e", "a"])]);
    const trials = await listTrials(engine, { ...of, limit: 10 });
    expect(trials.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
    // Repeats of one run count, and say nothing of how far ratios spread.
    expect(await readTrialStanding(engine, { tenantId, datasetHashes: [of.datasetHash] })).toMatchObject({
      trials: 5,
      withSharpe: 5,
      sharpeVariance: null,
    });
    expect(await readTrialStanding(engine, { tenantId: theirs, datasetHashes: [of.datasetHash] })).toMatchObject({ trials: 0 });
  });

  test("takes no number that leaves a gap, nor one twice", async () => {
    const datasetHash = dataset();
    const insert = (number: number): Promise<unknown> =>
      engine.query("insert into trials values ($1, $2, $3, $4, 'file', null, 'x', 1, 1, $2, null, 0, null, null)", [
        tenantId,
        datasetHash,
        number,
        testHash(randomUUID()),
      ]);
    await expectRefused(insert(2), REFUSED.uncountedTrial);
    await insert(1);
    await expectRefused(insert(3), REFUSED.uncountedTrial);
    await expectRefused(insert(1), REFUSED.duplicate);
  });

  test("holds a study back until each of its points is in it", async () => {
    const study = await running();
    const claimed = await claimChunk(engine, { ...study, ...LEASE, chunk: 0 });
    await store(study, [point(0), point(1)]);
    await inTransaction(engine, (client) => finishChunk(client, { ...study, chunk: 0, epoch: claimed?.epoch ?? 0, wallMs: 1 }));
    const end = (): Promise<boolean> => endStudy(engine, study, { state: "done", result: {}, wallMs: 2 });
    await count(study, ["0"]);
    await expectRefused(end(), REFUSED.uncountedTrial);
    await count(study, ["1"]);
    expect(await end()).toBe(true);
  });
});

describe("a holdout", () => {
  const declare = (datasetHash: Uint8Array, id: string, fromMs: number): Promise<boolean> =>
    inTransaction(engine, (client) =>
      insertHoldout(client, {
        tenantId,
        id,
        datasetHash,
        dataset: { source: "archive", instruments: ["BTC/USD"], timeframeMs: 3_600_000 },
        fromMs,
        declaredBy: "a person",
        declaredAtMs: 1,
        reason: "the last quarter",
      }),
    );

  test("keeps every study out until it is opened, and opens once", async () => {
    const [datasetHash, id] = [dataset(), randomUUID()];
    await declare(datasetHash, id, 500);
    await ask({ datasetHash, toMs: 500 });
    await expectRefused(ask({ datasetHash, toMs: 501 }), REFUSED.heldOut);
    const open = (by: string): Promise<boolean> =>
      inTransaction(engine, (client) => insertOpening(client, { tenantId, holdoutId: id, by, atMs: 2, reason: "the last look" }));
    expect(await open("first")).toBe(true);
    expect(await open("second")).toBe(false);
    await ask({ datasetHash, toMs: 501 });
    const [listed] = await listHoldouts(engine, { tenantId, datasetHash });
    expect(listed).toMatchObject({ id, openedBy: "first", openReason: "the last look" });
  });

  test("is not what some study looks at already", async () => {
    const seen = await computed();
    await expectRefused(declare(seen.datasetHash, randomUUID(), 999), REFUSED.seenHoldout);
    expect(await declare(seen.datasetHash, randomUUID(), 1_000)).toBe(true);
    const waiting = await ask();
    await expectRefused(declare(waiting.datasetHash, randomUUID(), 0), REFUSED.seenHoldout);
  });

  test("is of one workspace: another's studies are not kept out", async () => {
    const [datasetHash, id] = [dataset(), randomUUID()];
    await declare(datasetHash, id, 0);
    await ask({ tenantId: theirs, datasetHash });
  });
});

describe("what the lab keeps", () => {
  const ATTEMPTS = ["trials", "study_points", "study_cancellations", "holdouts", "holdout_openings"].flatMap((table) => [
    `update ${table} set tenant_id = tenant_id`,
    `delete from ${table}`,
    `truncate ${table}`,
  ]);

  test.each(ATTEMPTS)("is not changed by %s: not by engine or web, not by the owner, not by a superuser as replica", async (attempt) => {
    const study = await computed();
    const holdoutId = randomUUID();
    await inTransaction(engine, async (client) => {
      await insertHoldout(client, {
        tenantId,
        id: holdoutId,
        datasetHash: study.datasetHash,
        dataset: { source: "archive", instruments: ["BTC/USD"], timeframeMs: 1 },
        fromMs: 5_000,
        declaredBy: "x",
        declaredAtMs: 1,
        reason: "x",
      });
      await insertOpening(client, { tenantId, holdoutId, by: "x", atMs: 1, reason: "x" });
      await insertCancellation(client, { ...study, by: "x", atMs: 1, reason: "" });
    });
    for (const pool of [engine, web])
      await expectRefused(
        withTenant(pool, tenantId, (client) => client.query(attempt)),
        REFUSED.notAllowed,
      );
    const isTruncate = attempt.startsWith("truncate");
    await expectRefused(owner.query(isTruncate ? `${attempt} cascade` : attempt), REFUSED.appendOnly);
    const superuser = new Client({ connectionString: database.adminUrl });
    await superuser.connect();
    try {
      await superuser.query("set session_replication_role = replica");
      await expectRefused(superuser.query(isTruncate ? `${attempt} cascade` : attempt), REFUSED.appendOnly);
    } finally {
      await superuser.end();
    }
  });

  test.each([
    "insert into studies select * from studies",
    "update studies set state = 'done'",
    "insert into study_points select * from study_points",
    "insert into trials select * from trials",
    "insert into holdouts select * from holdouts",
    "insert into holdout_openings select * from holdout_openings",
    "select * from study_chunks",
  ])("is not written by the web: %s", async (attempt) => {
    await expectRefused(
      withTenant(web, tenantId, (client) => client.query(attempt)),
      REFUSED.notAllowed,
    );
  });
});
