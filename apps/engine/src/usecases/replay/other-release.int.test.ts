import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Decide } from "@ballast/core/decision/decide-types";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { toHex } from "@ballast/core/numeric/hash";
import { putCoreBundle } from "@ballast/db/repositories/shared-content";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { buildCore, bundleCore } from "../../core-bundle.ts";
import { sha256 } from "../../ports/sha256.ts";
import { openTestEngine, passHours } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { loadCore } from "./load-core.ts";
import { replayStretch } from "./replay-receipts.ts";

const database = await testDatabase();
afterAll(database.drop);

/** Core as a release would have it in which a crossing had another name. */
const anotherRelease = () =>
  buildCore([
    {
      name: "another-release",
      setup: (build) => {
        build.onLoad({ filter: /core\/src\/.*\.ts$/ }, async ({ path }) => ({
          contents: (await readFile(path, "utf8")).replaceAll('"CROSS_UP"', '"CROSSED_UPWARDS"'),
          loader: "ts",
        }));
      },
    },
  ]);

test("hours of another release replay by its own core, beside those of this one", async () => {
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  const [mine, other] = [await bundleCore(), await anotherRelease()];
  expect(toHex(other.hash)).not.toBe(toHex(mine.hash));
  await putCoreBundle(database.pools.engine, { hash: other.hash, body: other.bytes });
  const core = loadCore({ hash: other.hash, body: other.bytes });
  const { decide, coreHash } = engine.ports.cycle;
  const decideThere = core.makeDecide({ sha256 });
  // What was made in the bundle's realm is written by this one.
  const decideElsewhere: Decide = (input) => {
    const decision = decideThere(input);
    return { ...decision, body: Buffer.from(decision.body), accountBytes: decision.accountBytes && Buffer.from(decision.accountBytes) };
  };
  Object.assign(engine.ports.cycle, { decide: decideElsewhere, coreHash: other.hash });
  await passHours(engine, TEST_MARKET, 20);
  Object.assign(engine.ports.cycle, { decide, coreHash });
  await passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + 20 * HOUR_MS }, 20);

  const { rows } = await database.pools.owner.query<{ core: string; receipts: number; renamed: number }>(
    `select encode(core_hash, 'hex') as core, count(*)::int4 as receipts, (count(*) filter (where 'CROSSED_UPWARDS' = any(reason_codes)))::int4 as renamed
     from receipts group by 1 order by 1`,
  );
  const byCore = new Map(rows.map(({ core: name, ...counts }) => [name, counts]));
  expect(byCore.get(toHex(other.hash))?.renamed).toBeGreaterThan(0);
  expect(byCore.get(toHex(mine.hash))?.renamed).toBe(0);
  const times = { fromMs: TEST_MARKET.originMs, toMs: TEST_MARKET.cursorMs + 30 * DAY_MS };
  const replayed = await replayStretch(database.pools.engine, { filter: {}, times, onProgress: () => undefined });
  expect(replayed.differences).toEqual([]);
  expect(replayed.receipts).toBe(rows.reduce((sum, { receipts }) => sum + receipts, 0));
});
