import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inTransaction, openPool } from "@ballast/db/clients/pool";
import { closeIncident, countOpenIncidents, listIncidents } from "@ballast/db/repositories/incidents";
import { withTenant } from "@ballast/db/clients/tenant";
import { makeWorkspace } from "@ballast/testing/factories";
import { expectRefused } from "@ballast/testing/expect-refused";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLog } from "../../log.ts";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { auditSample } from "./audit-sample.ts";

const HOURS = 16;
const database = await testDatabase();
const superuser = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test forger" });
let tenantId: string;
const wallMs = (): number => TEST_MARKET.cursorMs;
const ports = { pool: database.pools.engine, sha256, wallMs, workerName: "auditor", log: openLog("silent", "test", "stderr") };

beforeAll(async () => {
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs, workerName: "decider" });
  ({ tenantId } = await seedTestMarket(engine.ports, {
    owner: database.pools.owner,
    accounts: [briskAccount("alpha"), briskAccount("beta")],
  }));
  await passHours(engine, TEST_MARKET, HOURS);
});
afterAll(async () => {
  await superuser.end();
  await database.drop();
});

async function forge(table: string, sql: string): Promise<void> {
  const { rows } = await superuser.query<{ name: string }>(
    "select tgname as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal",
    [table],
  );
  for (const { name } of rows) await superuser.query(`alter table ${table} disable trigger ${name}`);
  await superuser.query(sql);
  for (const { name } of rows) await superuser.query(`alter table ${table} enable always trigger ${name}`);
}

/** A round with time for so many draws. */
function round(tickMs: number, draws = 1_000) {
  let left = draws;
  return {
    tickMs,
    isTimeLeft: () => {
      left -= 1;
      return left > 0;
    },
  };
}

/** Rounds until something is opened; the draw is the tick's. */
async function auditUntilOpened(rounds: number): Promise<number> {
  for (let tick = 1; tick <= rounds; tick += 1) {
    const { opened } = await auditSample(ports, round(TEST_MARKET.cursorMs + tick * 1_000, 2));
    if (opened > 0) return opened;
  }
  return 0;
}

// One story in order: what is forged in one step is found in the next.
describe("the auditor", { shuffle: false }, () => {
  test("a round replays receipts of another process, and vectors from their origin, and finds nothing", async () => {
    const audited = await auditSample(ports, round(TEST_MARKET.cursorMs));
    expect(audited).toMatchObject({ opened: 0, features: "same" });
    // With time enough nearly all that there is; what is left has another draw in the next round.
    const { rows } = await database.pools.owner.query<{ all: number }>('select count(*)::int4 as "all" from receipts');
    expect(audited.receipts).toBeGreaterThan(0.8 * (rows[0]?.all ?? Infinity));
    expect((await auditSample(ports, round(TEST_MARKET.cursorMs, 1))).receipts).toBeLessThan(audited.receipts);
    expect(audited.identical).toBe(audited.receipts);
  });

  test("the same tick draws the same sample, and no process audits itself", async () => {
    expect(await auditSample(ports, round(1_000, 1))).toEqual(await auditSample(ports, round(1_000, 1)));
    expect(await auditSample({ ...ports, workerName: "decider" }, round(1_000))).toMatchObject({ receipts: 0, features: "none" });
  });

  test("a forged receipt opens one incident with its audit row, however often it is found", async () => {
    await forge("receipts", "update receipts set equity_units = equity_units + 1 where receipt_seq between 3 and 12");
    expect(await auditUntilOpened(20)).toBeGreaterThan(0);
    await auditUntilOpened(1);
    const open = await listIncidents(database.pools.engine, { isWithClosed: false });
    expect(open[0]).toMatchObject({
      kind: "REPLAY_MISMATCH",
      tenantKey: "acme",
      facts: { field: "equityUnits", decidedBy: "decider", foundBy: "auditor" },
    });
    expect(new Set(open.map(({ subject, receiptSeq }) => `${receiptSeq}/${subject}`)).size).toBe(open.length);
    const { rows } = await database.pools.owner.query("select subject from audit_log where act = 'incident.open'");
    expect(rows.length).toBe(open.length);
    expect(await countOpenIncidents(database.pools.engine)).toBe(open.length);
    const [first] = open;
    const closing = { id: first?.id ?? "", closedAtMs: 1, closedBy: "a person", reason: "a drill" };
    expect(await inTransaction(database.pools.engine, (client) => closeIncident(client, closing))).toBe(tenantId);
    expect(await countOpenIncidents(database.pools.engine)).toBe(open.length - 1);
    await forge("receipts", "update receipts set equity_units = equity_units - 1 where receipt_seq between 3 and 12");
  });

  test("a forged instrument table opens an incident, though no receipt was touched", async () => {
    const flip = "update instrument_tables set body = set_byte(body, 100, 255 - get_byte(body, 100))";
    await forge("instrument_tables", flip);
    expect(await auditUntilOpened(3)).toBeGreaterThan(0);
    const open = await listIncidents(database.pools.engine, { isWithClosed: false });
    expect(open.map(({ facts }) => facts["field"])).toContain("instrument table.body");
    await forge("instrument_tables", flip);
  });

  test("bars that were changed under a sealed close open an incident about its vectors", async () => {
    await forge(
      "bar_tail",
      "update bar_tail set close = close * 1.0001, high = high * 1.01 where ts_ms = (select max(ts_ms) - 10 * 3600000 from bar_tail)",
    );
    expect(await auditUntilOpened(20)).toBeGreaterThan(0);
    const open = await listIncidents(database.pools.engine, { isWithClosed: false });
    expect(open.find(({ kind }) => kind === "FEATURES_MISMATCH")?.facts["field"]).toMatch(/^snapshot .*instruments\[\d+\]\.(bar|features)/);
  });

  test("an incident is kept as it was opened, and belongs to its workspace", async () => {
    await expectRefused(database.pools.owner.query("update incidents set subject = 'x'"), "BL006");
    await expectRefused(database.pools.owner.query("delete from incidents"), "BL006");
    const other = await makeWorkspace(database.pools.owner);
    const seen = (id: string) => withTenant(database.pools.web, id, (client) => client.query("select id from incidents"));
    expect((await seen(tenantId)).rowCount).toBeGreaterThan(0);
    expect((await seen(other.tenantId)).rowCount).toBe(0);
  });

  test("the auditor's own process does a round", async () => {
    const env = { PATH: process.env["PATH"], DATABASE_URL_ENGINE: database.engineUrl, LOGLEVEL: "info" };
    const main = join(import.meta.dirname, "../../cli/audit-process.ts");
    const { stderr } = await promisify(execFile)(process.execPath, [main, String(TEST_MARKET.cursorMs)], { env });
    expect(stderr).toContain("a sample of receipts was replayed");
  });
});
