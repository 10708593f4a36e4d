import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { findRun, type Run } from "@ballast/db/repositories/runs";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { importBars } from "../import-bars.ts";
import { advanceRun } from "./advance-run.ts";
import { startRun } from "./start-run.ts";
import { sweepRuns } from "./sweep-runs.ts";

const JAN = Date.UTC(2021, 0, 4);
const HOURS = 96;
const database = await testDatabase();
const { owner, engine: pool } = database.pools;
let engine: TestEngine;
let folder: string;

beforeAll(async () => {
  engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: () => JAN });
  folder = await mkdtemp(join(tmpdir(), "ballast-repaired-"));
  const account = briskAccount("alpha", { marketKey: "archive", settings: briskSettings(["BTC/USD"]) });
  await seedTestMarket(engine.ports, { owner, accounts: [account] });
});
afterEach(() => expectLedgerCoherent(owner));
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

/** Imports these hours under a source of the test's own; `shift` makes them other bars than before. */
async function importHours(source: string, hours: { readonly from: number; readonly to: number }, shift = 0): Promise<void> {
  const { instrument, venueNames } = new SymbolDirectory(shippedCatalogue()).entryOf("BTC/USD");
  const path = join(folder, `${source}-${hours.from}-${shift}.csv`);
  const rows = Array.from({ length: hours.to - hours.from }, (_, index) => {
    const hour = hours.from + index;
    const price = 100 + ((hour * 7) % 23) + shift;
    return `${JAN + hour * HOUR_MS},${price},${price + 2},${price - 2},${price + 1},5`;
  });
  await writeFile(path, `ts_ms,open,high,low,close,volume\n${rows.join("\n")}\n`);
  const of = { path, instrument, venueNames, timeframeMs: HOUR_MS, source, timestampUnit: "auto" as const, revise: true };
  await importBars({ pool, sha256, onProgress: () => undefined }, of);
}

async function start(source: string): Promise<Run> {
  await importHours(source, { from: 0, to: HOURS });
  return startRun({
    ...{ ...engine.ports, accounts: await findAccounts(pool, { tenantKey: TEST_WORKSPACE, names: ["alpha"] }) },
    ...{ fromMs: JAN, toMs: JAN + HOURS * HOUR_MS, source, marketKey: "archive", runKey: source, overrides: {} },
    onWarning: () => undefined,
  });
}

/** Nudges and works until nothing is left to do; answers the run as it stands then. */
async function workOff({ id }: Run): Promise<Run | undefined> {
  await sweepRuns(engine.ports);
  await engine.drain().catch(() => undefined);
  await sweepRuns(engine.ports);
  await engine.drain().catch(() => undefined);
  return findRun(pool, id);
}

const FAILURE = /^LINEAGE_BARS_CHANGED: bars of BTC\/USD under .* were repaired while the run was deciding/;

describe("a run whose bars are repaired under it ends failed, and says so", () => {
  test("before its first close is sealed", async () => {
    const run = await start("early");
    await importHours("early", { from: 10, to: 11 }, 1);
    expect(await workOff(run)).toMatchObject({ state: "failed", failure: expect.stringMatching(FAILURE) });
  });

  test("after its closes are sealed, by the process that sealed them", async () => {
    const run = await start("sealed");
    await advanceRun({ ...engine.ports.cycle, enqueue: engine.ports.enqueue, sha256 }, run.id);
    await importHours("sealed", { from: 50, to: 51 }, 1);
    expect(await workOff(run)).toMatchObject({ state: "failed", failure: expect.stringMatching(FAILURE) });
    // Failed stays failed: nothing of it is tried again.
    expect(await workOff(run)).toMatchObject({ state: "failed" });
  });
});

test("bars that are appended behind a run, or stored again as they are, change nothing", async () => {
  const run = await start("appended");
  await importHours("appended", { from: HOURS, to: HOURS + 24 });
  await importHours("appended", { from: 0, to: HOURS });
  expect(await workOff(run)).toMatchObject({ state: "finished", failure: null });
});
