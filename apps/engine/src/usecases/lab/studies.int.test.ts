import { tmpdir } from "node:os";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { appendTail } from "@ballast/db/repositories/bars";
import { findStudy, listStudies, readStudyResult } from "@ballast/db/repositories/studies";
import { readPoints } from "@ballast/db/repositories/study-points";
import { listTrials } from "@ballast/db/repositories/trials";
import { makeWorkspace, TEST_NOW_MS } from "@ballast/testing/factories";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { askByCommand, TEST_LAB_FROM_MS, TEST_LAB_TO_MS, labBars, storeLabBars, sweepTerms } from "../../testing/test-lab.ts";
import { seriesIdOf } from "../../marketdata/series-id.ts";
import { stopLab } from "../../open-lab.ts";
import { carryOutChunk } from "./carry-out-chunk.ts";
import { LAB_LEASE_MS, type LabPorts } from "./lab-ports.ts";
import { cancelStudy } from "./request-study.ts";
import { sweepStudies, watchStudies } from "./watch-studies.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(TEST_NOW_MS);
const open = (workerName = "first"): Promise<TestEngine> => openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName });
const engine = await open();
/** Of the test that runs: each has a workspace of its own, so that none counts another's trials. */
let tenantId: string;

beforeAll(() => storeLabBars(pool));
beforeEach(async () => {
  ({ tenantId } = await makeWorkspace(owner));
});
afterAll(async () => {
  await stopLab(engine.ports.lab);
  await database.drop();
});

const command = (kind: string, payload: object) => askByCommand(engine, { owner, tenantId, kind, payload });
const asked = z.object({ studyId: z.uuid(), points: z.number(), leftOut: z.number() });

/** Asks for a study and answers its id; what is refused fails the test with the refusal. */
async function ask(terms: object): Promise<{ readonly tenantId: string; readonly id: string }> {
  const { state, result } = await command("study.request", terms);
  expect([state, state === "done" ? "" : result]).toEqual(["done", ""]);
  return { tenantId, id: asked.parse(result).studyId };
}

const stateOf = async (study: { readonly tenantId: string; readonly id: string }): Promise<string | undefined> =>
  (await findStudy(pool, study))?.state;

describe("a sweep", () => {
  test("tries each set once, counts each as a trial, and is judged whole", async () => {
    const study = await ask(sweepTerms({ title: "first look" }));
    await engine.drain();
    expect(await findStudy(pool, study)).toMatchObject({ state: "done", title: "first look", pointsDone: 12, pointsTotal: 12 });
    const points = await readPoints(pool, study, { isWithReturns: true });
    expect(points.map(({ point }) => point)).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(points[5]?.parameters).toEqual({ fast: 5, slow: 13, atrMult: 3 });
    expect(new Set(points.map(({ returns }) => returns.length))).toEqual(new Set([240]));
    expect(await readStudyResult(pool, study)).toMatchObject({
      kind: "sweep",
      points: 12,
      leftOut: 0,
      data: { bars: 2_400, missingBars: 0 },
      trials: { total: 12, ofThisStudy: 12, sharpeVariance: expect.any(Number) },
      overfitting: { trials: 12, blocks: 16, probability: expect.any(Number) },
      best: expect.arrayContaining([expect.objectContaining({ deflatedSharpe: expect.any(Number) })]),
    });
    const trials = await listTrials(pool, { tenantId, limit: 100 });
    expect(trials.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test("leaves sets out that are no strategy, and says how many", async () => {
    const { result } = await command("study.request", sweepTerms({ grid: { fast: [5, 20], slow: [10, 30] } }));
    expect(result).toMatchObject({ points: 3, leftOut: 1 });
    await engine.drain();
  });

  test("of any strategy under any profile trades as its backtest does, warmed up by what came before", async () => {
    const governed = {
      strategy: "governed",
      profile: "balanced",
      parameters: { swingStopAtr: 2 },
      fromMs: TEST_LAB_FROM_MS + 1_000 * HOUR_MS,
    };
    const study = await ask(sweepTerms({ ...governed, grid: { trendStopAtr: [1, 2.5] } }));
    await engine.drain();
    expect(await findStudy(pool, study)).toMatchObject({ state: "done", pointsTotal: 2 });
    const points = await readPoints(pool, study, { isWithReturns: false });
    expect(points.map(({ metrics }) => metrics["bars"])).toEqual([1_400, 1_400]);
    const { grid: _grid, ...terms } = sweepTerms({
      ...governed,
      kind: "backtest",
      parameters: { ...governed.parameters, trendStopAtr: 1 },
    });
    const alone = await ask(terms);
    await engine.drain();
    const summary = z.looseObject({ report: z.looseObject({ summary: z.looseObject({ finalEquity: z.number(), trades: z.number() }) }) });
    const { report } = summary.parse(await readStudyResult(pool, alone));
    expect(report.summary.finalEquity).toBe(points[0]?.metrics["finalEquity"]);
    expect(report.summary.trades).toBe(points[0]?.metrics["trades"]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a million points",
      { grid: { fast: Array.from({ length: 1_000 }, (_, n) => n + 1), slow: Array.from({ length: 1_000 }, (_, n) => n + 1) } },
      "STUDY_INVALID",
    ],
    ["a parameter out of its range", { grid: { fast: [5], slow: [50, 2_000] } }, "PARAMETERS_INVALID"],
    ["a parameter that the strategy has not", { grid: { fast: [5], slow: [50], wings: [2] } }, "PARAMETERS_INVALID"],
    ["no set that is a strategy", { grid: { fast: [50], slow: [20] } }, "PARAMETERS_INVALID"],
    ["a period without bars", { fromMs: TEST_LAB_TO_MS, toMs: TEST_LAB_TO_MS + HOUR_MS }, "PERIOD_WITHOUT_BARS"],
    ["a period that runs backwards", { fromMs: TEST_LAB_TO_MS, toMs: TEST_LAB_FROM_MS }, "STUDY_INVALID"],
    ["bars that are not stored", { source: "elsewhere" }, "SERIES_UNKNOWN"],
    ["an instrument that there is not", { instruments: ["NONE/USD"] }, "SYMBOL_UNKNOWN"],
  ])("of %s is refused before any work", async (_, wrong, code) => {
    const before = (await listStudies(pool, { tenantId })).length;
    expect(await command("study.request", sweepTerms(wrong))).toMatchObject({
      state: "refused",
      result: { code },
    });
    expect((await listStudies(pool, { tenantId })).length).toBe(before);
    expect(engine.waiting()).toEqual([]);
  });
});

describe("a backtest and a walk-forward", () => {
  test("hold a whole report, with the trials before them in its confidence", async () => {
    await ask(sweepTerms());
    await engine.drain();
    const { grid: _grid, ...terms } = sweepTerms({ kind: "backtest", parameters: { fast: 5, slow: 21, atr: 7, atrMult: 3 } });
    const study = await ask(terms);
    await engine.drain();
    const result = z.object({
      report: z.looseObject({ confidence: z.looseObject({ trials: z.number() }) }),
      trials: z.object({ total: z.number() }),
    });
    const { report, trials } = result.parse(await readStudyResult(pool, study));
    expect(trials.total).toBe(13);
    expect(report.confidence.trials).toBe(13);
  });

  test("know the regime from the first bar of a period that a month of bars comes before", async () => {
    const { grid: _grid, ...terms } = sweepTerms({ kind: "backtest", parameters: { fast: 5, slow: 21, atr: 7, atrMult: 3 } });
    const study = await ask({ ...terms, fromMs: TEST_LAB_FROM_MS + 1_200 * HOUR_MS });
    await engine.drain();
    const result = z.object({ report: z.object({ regimes: z.array(z.object({ regime: z.string().nullable(), bars: z.number() })) }) });
    const { regimes } = result.parse(await readStudyResult(pool, study)).report;
    expect(regimes.filter(({ regime, bars }) => regime === null && bars > 0)).toEqual([]);
    expect(regimes.reduce((sum, { bars }) => sum + bars, 0)).toBe(1_200);
  });

  test("choose inside each fold alone, and stitch what came after", async () => {
    const folds = { kind: "rolling", inSampleBars: 800, outOfSampleBars: 400, purgeBars: 10, embargoBars: 5 };
    const study = await ask(sweepTerms({ kind: "walk-forward", folds }));
    await engine.drain();
    const result = z.looseObject({
      folds: z.array(z.looseObject({ n: z.number(), chosen: z.record(z.string(), z.number()).nullable() })),
      outOfSample: z.looseObject({ curve: z.array(z.looseObject({ tsMs: z.number() })) }),
    });
    const judged = result.parse(await readStudyResult(pool, study));
    expect(judged.folds.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(judged.outOfSample.curve[0]?.tsMs).toBe(TEST_LAB_FROM_MS + 1_200 * HOUR_MS);
    for (const [fold, { chosen }] of judged.folds.entries()) {
      const trained = await readPoints(pool, study, { fold, isOutOfSample: false, isWithReturns: false });
      const best = trained.toSorted((left, right) => (right.metrics["sharpe"] ?? 0) - (left.metrics["sharpe"] ?? 0))[0];
      expect(chosen).toEqual(best?.parameters);
    }
    expect((await findStudy(pool, study))?.pointsTotal).toBe(3 * 12 + 3);
  });
});

describe("a study whose engine is gone", () => {
  test("goes on from the pieces that are stored, with Redis empty", async () => {
    const study = await ask(sweepTerms({ feeBps: 6, grid: { fast: [3, 4, 5, 6], slow: Array.from({ length: 100 }, (_, n) => n + 13) } }));
    const dead = await open("dead");
    await sweepStudies(engine.ports.lab);
    // The study is cut and its first piece is done by the one, the second claimed by who dies of it.
    await engine.step();
    await engine.step();
    const { rows } = await owner.query<{ chunk: number }>(
      "update study_chunks set claimed_by = 'dead', claimed_until_ms = $2, epoch = epoch + 1 where study_id = $1 and chunk = 1 returning chunk",
      [study.id, clock.nowMs() + LAB_LEASE_MS],
    );
    expect(rows.length).toBe(1);
    const stored = (await readPoints(pool, study, { isWithReturns: false })).length;
    expect(stored).toBeGreaterThan(0);
    engine.loseJobs();
    await sweepStudies(engine.ports.lab);
    await engine.drain();
    expect(await stateOf(study)).toBe("running");
    clock.advance(LAB_LEASE_MS);
    await sweepStudies(dead.ports.lab);
    await dead.drain();
    await stopLab(dead.ports.lab);
    expect(await findStudy(pool, study)).toMatchObject({ state: "done", pointsDone: 400 });
    expect((await readPoints(pool, study, { isWithReturns: false })).length).toBe(400);
  });

  test("that is cancelled stores nothing more, and ends", async () => {
    const study = await ask(sweepTerms({ feeBps: 7 }));
    await engine.step();
    expect(await cancelStudy(engine.ports.lab, { ...study, actor: "a person", reason: "wrong fee" })).toBe(true);
    expect(await cancelStudy(engine.ports.lab, { ...study, actor: "a person", reason: "again" })).toBe(false);
    await watchStudies(engine.ports.lab);
    expect(await stateOf(study)).toBe("cancelled");
    await engine.drain();
    expect(await readPoints(pool, study, { isWithReturns: false })).toEqual([]);
    await expect(cancelStudy(engine.ports.lab, { ...study, actor: "a person", reason: "" })).rejects.toMatchObject({ code: "STUDY_ENDED" });
  });

  test("that is cancelled while a piece of it is walked stores nothing of that piece, and no other set is handed to a thread", async () => {
    const grid = { fast: [3, 4, 5, 6], slow: Array.from({ length: 300 }, (_, n) => n + 13) };
    const study = await ask(sweepTerms({ feeBps: 8, grid }));
    // It is cut, and its first piece is stored.
    await engine.step();
    await engine.step();
    const stored = (await findStudy(pool, study))?.pointsDone ?? 0;
    expect(stored).toBeGreaterThan(0);
    const { lab } = engine.ports;
    let handedOut = 0;
    const run: LabPorts["threads"]["run"] = async (kind, of) => {
      handedOut += 1;
      const working = lab.threads.run(kind, of);
      working.catch(() => undefined);
      await cancelStudy(lab, { ...study, actor: "a person", reason: "while it is walked" });
      await watchStudies(lab);
      expect(of.signal.aborted).toBe(true);
      return working;
    };
    const ports = { ...lab, threads: { run, threads: 1, close: () => lab.threads.close() } };
    await carryOutChunk(ports, { tenantId, studyId: study.id, chunk: 1 });
    expect(await stateOf(study)).toBe("cancelled");
    await carryOutChunk(ports, { tenantId, studyId: study.id, chunk: 2 });
    await sweepStudies(lab);
    await engine.drain();
    expect(handedOut).toBe(1);
    expect((await findStudy(pool, study))?.pointsDone).toBe(stored);
    expect((await readPoints(pool, study, { isWithReturns: false })).length).toBe(stored);
  });
});

describe("a holdout", () => {
  const fromMs = TEST_LAB_FROM_MS + 1_200 * HOUR_MS;
  const ofEth = { source: "archive", instruments: ["ETH/USD"], timeframeMs: 4 * HOUR_MS };
  const grid = { fast: [3], slow: [13, 21] };
  const request = (more: Readonly<Record<string, unknown>>) => command("study.request", sweepTerms({ grid, ...more }));

  /** The lab's bars as those of another instrument, by the hour and by four. */
  async function storeEth(): Promise<void> {
    const hours = labBars();
    const every4th = (column: Float64Array): Float64Array => column.filter((_, index) => index % 4 === 0);
    const columns = Object.fromEntries(Object.entries(hours).map(([name, column]) => [name, every4th(column)]));
    const series = [
      { timeframeMs: HOUR_MS, bars: hours },
      { timeframeMs: 4 * HOUR_MS, bars: { ...hours, ...columns } },
    ];
    for (const { timeframeMs, bars } of series) {
      const id = seriesIdOf(sha256, { source: "archive", symbol: "ETH/USD", timeframeMs });
      await owner.query("insert into series values ($1, 'archive', 'ETH/USD', $2, false)", [id, timeframeMs]);
      await appendTail(pool, id, bars);
    }
  }

  test("closes its bars to every study, rolled up or beside others, until its one opening; each look after it is counted", async () => {
    await storeEth();
    const declared = await command("holdout.declare", { ...ofEth, fromMs, reason: "the last half" });
    const { holdoutId } = z.object({ holdoutId: z.uuid() }).parse(declared.result);
    const closed = { state: "refused", result: { code: "HOLDOUT_CLOSED" } };
    const same = { instruments: ["ETH/USD"], timeframeMs: 4 * HOUR_MS };
    for (const sight of [same, { instruments: ["ETH/USD"] }, { instruments: ["BTC/USD", "ETH/USD"], profile: "guarded" }])
      expect(await request(sight)).toMatchObject(closed);
    expect(await request({ ...same, toMs: fromMs })).toMatchObject({ state: "done" });
    expect(await request({})).toMatchObject({ state: "done" });
    await engine.drain();
    expect(await command("holdout.open", { holdoutId, reason: "the last look" })).toMatchObject({ state: "done" });
    expect(await command("holdout.open", { holdoutId, reason: "again" })).toMatchObject({
      state: "refused",
      result: { code: "HOLDOUT_OPENED" },
    });
    const looks = [];
    for (const sight of [same, { instruments: ["ETH/USD"] }]) {
      const { result } = await request(sight);
      await engine.drain();
      const id = z.object({ studyId: z.uuid() }).parse(result).studyId;
      looks.push(z.object({ data: z.object({ looks: z.unknown() }) }).parse(await readStudyResult(pool, { tenantId, id })).data.looks);
    }
    const opened = { id: holdoutId, fromMs, openedAtMs: expect.any(Number) };
    expect(looks).toEqual([[{ ...opened, look: 1 }], [{ ...opened, look: 2 }]]);
    const { rows } = await owner.query("select act from audit_log where subject = $1 order by audit_seq", [holdoutId]);
    expect(rows).toEqual(["declare", "open", "look", "look"].map((act) => ({ act: `holdout.${act}` })));
  });

  test("is not declared over what was looked at, by whatever series", async () => {
    await ask(sweepTerms());
    await engine.drain();
    const declared = { source: "archive", instruments: ["BTC/USD"], fromMs: TEST_LAB_FROM_MS, reason: "too late" };
    for (const timeframeMs of [HOUR_MS, 4 * HOUR_MS])
      expect(await command("holdout.declare", { ...declared, timeframeMs })).toMatchObject({
        state: "refused",
        result: { code: "HOLDOUT_SEEN" },
      });
  });
});
