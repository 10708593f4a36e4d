import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { testDatabase } from "@ballast/testing/test-database";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { createAccount } from "./create-account.ts";

/** The same touchy account in the demo and in a workspace that is none, on the market that a replay's clock drives. */

const HOURS = 60;
const TOUCHY = { ...GUARDED_PROFILE, killTriggers: { ...GUARDED_PROFILE.killTriggers, volatilityMultipleBps: 10_000 } };
const database = await testDatabase();
const { owner } = database.pools;

beforeAll(async () => {
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  const { tenantId: demo } = await seedTestMarket(engine.ports, { owner, accounts: [] });
  const own = randomUUID();
  await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, 'own', 'Own', false, 0)", [own]);
  const profileBody = encodeRiskProfile(TOUCHY);
  const account = briskAccount("alpha", { profileKey: "touchy" });
  for (const tenantId of [demo, own]) await createAccount(engine.ports, { tenantId, actor: "test", account, profileBody });
  await passHours(engine, TEST_MARKET, HOURS);
});
afterAll(database.drop);

type Trips = {
  readonly workspace: string;
  readonly options: object;
  readonly trips: number;
  readonly released: number;
  readonly oldest_ms: number;
};

async function tripsByWorkspace(): Promise<ReadonlyMap<string, Trips>> {
  const { rows } = await owner.query<Trips>(
    `select t.key as workspace, r.options, count(k.id)::int4 as trips, count(k.released_ms)::int4 as released, min(k.since_ms) as oldest_ms
     from runs r join tenants t on t.id = r.tenant_id left join kill_switches k on k.tenant_id = r.tenant_id and k.run_id = r.id
     where r.kind = 'live' and r.clock = 'replay' group by t.key, r.options`,
  );
  return new Map(rows.map((row) => [row.workspace, row]));
}

test("only the demo's clock re-arms what a continuous account has tripped; elsewhere people do", async () => {
  const trips = await tripsByWorkspace();
  const [demo, own] = [trips.get(TEST_WORKSPACE), trips.get("own")];
  expect(demo?.options).toEqual({ rearmAfterMs: DAY_MS });
  expect(own?.options).toEqual({});
  expect(demo?.released).toBeGreaterThan(0);
  // Tripped for longer than a day of the market, and still in force.
  expect(own?.oldest_ms).toBeLessThan(TEST_MARKET.cursorMs + HOURS * HOUR_MS - DAY_MS);
  expect(own?.released).toBe(0);
});
