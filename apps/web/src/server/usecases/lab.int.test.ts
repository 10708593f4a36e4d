import { randomUUID } from "node:crypto";
import type { SweepResult } from "@ballast/core/backtest/study-result";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { insertHoldout } from "@ballast/db/repositories/holdouts";
import { inTransaction } from "@ballast/db/clients/pool";
import { makeMarket, makeMember, makeWorkspace, testHash } from "@ballast/testing/factories";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LAB_BARS, LAB_FROM_MS, LAB_GAP, labSpec, seedLabBars, seedStudy } from "../fixtures/lab-content.ts";
import { callAs, type Caller } from "../in-process.ts";
import type { Surroundings } from "../context.ts";
import { createSurroundings } from "../surroundings.ts";

/** What researchers ask of the lab, and what everyone reads of it; no engine runs here. */

let database: TestDatabase;
let surroundings: Surroundings;
let workspaceId: string;
let researcherId: string;
let researcher: Caller;
let viewer: Caller;

beforeAll(async () => {
  database = await testDatabase();
  surroundings = createSurroundings({ pool: database.pools.web, now: Date.now, newId: randomUUID });
  await makeMarket(database.pools.engine);
  await seedLabBars(database.pools.engine);
});

afterAll(() => database.drop());

const callerOf = (personId: string): Caller => callAs(surroundings, { personId, email: "", name: "", sessionId: randomUUID() });

beforeEach(async () => {
  const { owner } = database.pools;
  ({ tenantId: workspaceId } = await makeWorkspace(owner));
  researcherId = await makeMember(owner, { tenantId: workspaceId, role: "researcher" });
  researcher = callerOf(researcherId);
  viewer = callerOf(await makeMember(owner, { tenantId: workspaceId, role: "viewer" }));
});

const check = (written: object) => viewer.lab.check({ workspaceId, written: { ...written } });
const rowsOf = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
  (await database.pools.engine.query<Record<string, unknown>>(sql, [workspaceId])).rows;

const SWEPT: SweepResult = {
  version: 1,
  kind: "sweep",
  data: { bars: 236, firstMs: LAB_FROM_MS, lastMs: LAB_FROM_MS + 239 * HOUR_MS, missingBars: 4 },
  grid: { fast: [5, 10], slow: [20] },
  points: 2,
  leftOut: 0,
  best: [],
  trials: { total: 2, ofThisStudy: 2, sharpeVariance: null },
  overfitting: null,
};

describe("a request", () => {
  it("is a command with its terms and an audit row, in one commit", async () => {
    const { commandId } = await researcher.lab.request({ workspaceId, written: labSpec() });
    const [command] = await rowsOf("select id, kind, payload, requested_by, state from commands where tenant_id = $1");
    expect(command).toMatchObject({ id: commandId, kind: "study.request", requested_by: researcherId, state: "pending" });
    expect(command?.["payload"]).toMatchObject({ ...labSpec(), strategy: "ema-atr", profile: "reference", feeBps: 26 });
    expect(await rowsOf("select act, subject, actor from audit_log where tenant_id = $1 and act like 'lab.%'")).toEqual([
      { act: "lab.request", subject: commandId, actor: researcherId },
    ]);
    expect(await researcher.lab.asked({ workspaceId, commandId })).toMatchObject({ state: "pending", studyId: undefined });
  });

  it.each([
    ["toMs", { ...labSpec(), toMs: LAB_FROM_MS }],
    ["toMs", { ...labSpec(), toMs: LAB_FROM_MS + (LAB_BARS + 24) * HOUR_MS }],
    ["instruments", { ...labSpec(), instruments: ["ETH/USD"] }],
    ["feeBps", { ...labSpec(), feeBps: 5_000 }],
    ["instruments", { ...labSpec(), instruments: ["BTC/USD", "ETH/EUR"] }],
    ["profile", { ...labSpec(), profile: "careful@3" }],
    ["profile", { ...labSpec(), strategy: "governed" }],
    ["parameters.trendStopAtr", { ...labSpec(), strategy: "governed", profile: "guarded", parameters: { trendStopAtr: 99 } }],
    ["timeframeMs", { ...labSpec(), strategy: "governed", profile: "guarded", timeframeMs: HOUR_MS / 4 }],
    ["fillModel.participationBps", { ...labSpec(), fillModel: { name: "bar-path", participationBps: 0 } }],
    ["fillModel", { ...labSpec(), fillModel: { name: "quote" } }],
    ["parameters.atrMult", { ...labSpec(), parameters: { atrMult: 99 } }],
    [
      "grid",
      {
        ...labSpec("sweep"),
        grid: { fast: Array.from({ length: 900 }, (_, n) => n + 1), slow: Array.from({ length: 900 }, (_, n) => n + 2) },
      },
    ],
    ["folds", { ...labSpec("walk-forward"), folds: { inSampleBars: 230, outOfSampleBars: 100 } }],
  ])("with a wrong %s is refused by that name, and leaves nothing", async (field, written) => {
    expect((await check(written)).faults.map((fault) => fault.field)).toContain(field);
    await expect(researcher.lab.request({ workspaceId, written })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining(field),
    });
    expect(await rowsOf("select id from commands where tenant_id = $1")).toEqual([]);
  });
});

describe("a check", () => {
  it("takes any strategy under a profile of the workspace, with its fills as they are chosen", async () => {
    await database.pools.owner.query(
      "insert into risk_profile_versions (tenant_id, profile_key, version, hash, body, author, reason, created_at_ms) values ($1, 'careful', 3, sha256($2), $2, 'a test', '', 1)",
      [workspaceId, Buffer.from(encodeRiskProfile(GUARDED_PROFILE))],
    );
    const governed = { strategy: "governed", strategies: ["recovery"], profile: "careful@3", fillModel: { name: "bar-path", barsMax: 2 } };
    const grid = { recoveryStopAtr: [1, 2, 3] };
    expect(await check({ ...labSpec("sweep"), ...governed, grid })).toMatchObject({ faults: [], sets: 3 });
    const { commandId } = await researcher.lab.request({ workspaceId, written: { ...labSpec(), ...governed } });
    const [command] = await rowsOf("select id, payload from commands where tenant_id = $1");
    expect(command).toMatchObject({ id: commandId, payload: { ...governed, fillModel: { name: "bar-path", barsMax: 2 } } });
  });

  it("counts sets, folds and bars, and shows where bars are missing or silent", async () => {
    const checked = await check(labSpec("walk-forward"));
    expect(checked).toMatchObject({ faults: [], sets: 4, leftOut: 0, folds: 3, bars: LAB_BARS - 4 });
    expect(checked.coverage).toEqual([
      {
        symbol: "BTC/USD",
        bars: LAB_BARS - 4,
        expected: LAB_BARS,
        gapCount: 1,
        gaps: [{ fromMs: LAB_FROM_MS + LAB_GAP.from * HOUR_MS, toMs: LAB_FROM_MS + LAB_GAP.to * HOUR_MS, bars: 4 }],
        silentBars: 2,
      },
    ]);
  });

  it("refuses a period that reaches into a closed holdout", async () => {
    const fromMs = LAB_FROM_MS + 200 * HOUR_MS;
    const dataset = { source: "archive", instruments: ["BTC/USD"], timeframeMs: HOUR_MS };
    const holdout = { tenantId: workspaceId, id: randomUUID(), datasetHash: testHash("archive BTC/USD 1h"), dataset, fromMs };
    await inTransaction(database.pools.engine, (client) =>
      insertHoldout(client, { ...holdout, declaredBy: researcherId, declaredAtMs: 1, reason: "the last days" }),
    );
    expect((await check(labSpec())).faults).toMatchObject([{ field: "toMs", message: expect.stringContaining("holdout") }]);
    expect((await check({ ...labSpec(), toMs: fromMs })).faults).toEqual([]);
    const { commandId } = await researcher.lab.openHoldout({ workspaceId, holdoutId: holdout.id, reason: "the strategy is final" });
    expect(await rowsOf("select id, kind, payload from commands where tenant_id = $1")).toEqual([
      { id: commandId, kind: "holdout.open", payload: { holdoutId: holdout.id, reason: "the strategy is final" } },
    ]);
  });
});

describe("a study", () => {
  it("is listed with its state, and stops when its researcher says so", async () => {
    const study = await seedStudy(database.pools.engine, { tenantId: workspaceId, requestedBy: researcherId });
    const list = await viewer.lab.list({ workspaceId });
    expect(list.items).toMatchObject([
      { id: study.id, state: "queued", isStopping: false, requestedBy: "A person", headline: { sharpe: null } },
    ]);
    const reason = "the wrong period";
    await expect(viewer.lab.cancel({ workspaceId, studyId: study.id, reason })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await researcher.lab.cancel({ workspaceId, studyId: study.id, reason });
    await researcher.lab.cancel({ workspaceId, studyId: study.id, reason });
    expect(await viewer.lab.byId({ workspaceId, studyId: study.id })).toMatchObject({
      isStopping: true,
      cancelled: { by: "A person", reason },
    });
    expect(await rowsOf("select act from audit_log where tenant_id = $1 and act = 'lab.cancel'")).toHaveLength(1);
  });

  it("is read whole with its points and its dataset's ledger, and can't be stopped once it is over", async () => {
    const study = await seedStudy(database.pools.engine, { tenantId: workspaceId, requestedBy: researcherId, kind: "sweep" }, SWEPT);
    const id = { workspaceId, studyId: study.id };
    expect(await viewer.lab.byId(id)).toMatchObject({
      state: "done",
      result: SWEPT,
      standing: { trials: 2, withSharpe: 2 },
      spec: { kind: "sweep" },
    });
    expect(await viewer.lab.sweep(id)).toMatchObject({
      parameters: { fast: [5, 10], slow: [20, 20] },
      metrics: { sharpe: [null, 1.25], trades: [0, 1] },
    });
    const { datasets } = await viewer.lab.ledger({ workspaceId });
    expect(datasets).toMatchObject([{ trials: 2, name: { source: "archive" }, bestSharpePerBar: 0.01 }]);
    const trials = await viewer.lab.trials({ workspaceId, datasetHash: datasets[0]?.datasetHash ?? "" });
    expect(trials.items.map(({ number, studyTitle }) => [number, studyTitle])).toEqual([
      [2, "Ten days"],
      [1, "Ten days"],
    ]);
    await expect(researcher.lab.cancel({ ...id, reason: "too late" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await viewer.lab.compare({ workspaceId, studyIds: [study.id] }))[0]).toMatchObject({ id: study.id, result: { kind: "sweep" } });
  });

  it("of another workspace is not there", async () => {
    const { tenantId, ownerId } = await makeWorkspace(database.pools.owner);
    const study = await seedStudy(database.pools.engine, { tenantId, requestedBy: ownerId });
    await expect(viewer.lab.byId({ workspaceId, studyId: study.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
