import { createHash, randomUUID } from "node:crypto";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { isLoosening, profileDiff } from "@ballast/core/risk/profile-diff";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { withTenant } from "@ballast/db/clients/tenant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeBook, makeMember, makeWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const sha256 = (bytes: Uint8Array | string): Buffer => createHash("sha256").update(bytes).digest();
const HOUR_MS = 3_600_000;

const sized = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const cap = fc.record({
  percentBps: fc.option(sized(800), { nil: undefined }),
  absoluteUnits: fc.option(fc.bigInt({ min: 0n, max: 10n ** 14n }), { nil: undefined }),
});

/** A profile that differs from the guarded one in whatever is drawn, one limit or many. */
const changed: fc.Arbitrary<RiskProfile> = fc
  .record(
    {
      riskFractionBps: sized(200),
      positionsMax: sized(30),
      pairCap: cap,
      topThreeBpsMax: fc.option(sized(5_000), { nil: undefined }),
      instrumentCaps: fc.uniqueArray(fc.record({ symbol: fc.constantFrom("BTC/USD", "ETH/USD"), cap }), {
        selector: ({ symbol }) => symbol,
      }),
      quoteCaps: fc.uniqueArray(fc.record({ asset: fc.constantFrom("USD", "CAD"), cap }), { selector: ({ asset }) => asset }),
      minTradeUnits: fc.bigInt({ min: 0n, max: 10n ** 11n }),
      onCorrelation: fc.constantFrom("refuse" as const, "cluster" as const),
      onHalt: fc.constantFrom("flatten" as const, "reduce_only" as const),
      schedule: fc.record({
        windows: fc.constantFrom([], [{ fromMinute: 180, toMinute: 300 }], [{ fromMinute: 1_400, toMinute: 20 }]),
        transitionMinutes: fc.constantFrom(0, 5, 10),
      }),
      stopsInDowntime: fc.constantFrom("rest" as const, "flat_before" as const, "hold" as const),
      withoutModel: fc.constantFrom("rules_only" as const, "reduce_only" as const),
      isReduceOnly: fc.boolean(),
      snapshotAgeMsMax: fc.integer({ min: 1_000, max: 3_600_000 }),
      releasePersons: fc.constantFrom(1 as const, 2 as const),
      orderLimits: fc.record({ perMinuteMax: sized(40), perHourMax: sized(80), openMax: sized(80) }),
    },
    { requiredKeys: [] },
  )
  .map((given) => ({ ...GUARDED_PROFILE, ...given }));

async function isLooserInSql(before: RiskProfile, after: RiskProfile): Promise<boolean | undefined> {
  const { rows } = await engine.query<{ looser: boolean }>("select is_profile_looser($1, $2) as looser", [
    encodeRiskProfile(before),
    encodeRiskProfile(after),
  ]);
  return rows[0]?.looser;
}

describe("which profile is looser", () => {
  test("SQL and the diff that people read say the same", async () => {
    await fc.assert(
      fc.asyncProperty(changed, changed, async (before, after) => {
        expect(await isLooserInSql(before, after)).toBe(isLoosening(profileDiff(before, after)));
      }),
      { numRuns: 150 },
    );
  });

  test("of bytes that it can't read SQL trusts none", async () => {
    const { rows } = await engine.query<{ looser: boolean }>("select is_profile_looser($1, $2) as looser", [
      Buffer.from("nothing of the kind"),
      encodeRiskProfile(GUARDED_PROFILE),
    ]);
    expect(rows[0]?.looser).toBe(true);
  });
});

const TIGHTER: RiskProfile = { ...GUARDED_PROFILE, positionsMax: 3 };

/** A live account under `guarded`, with a tighter and a looser version of it to move to. */
async function makeLiveAccount() {
  const workspace = await makeWorkspace(owner);
  const { tenantId, ownerId } = workspace;
  const approver = await makeMember(owner, { tenantId, role: "risk_officer" });
  const { accountId, runId } = await makeBook(engine, tenantId);
  for (const [index, profile] of [GUARDED_PROFILE, TIGHTER, { ...GUARDED_PROFILE, positionsMax: 20 }].entries()) {
    const body = encodeRiskProfile(profile);
    await withTenant(web, tenantId, (client) =>
      client.query("insert into risk_profile_versions values ($1, 'own', $2, $3, $4, 'a test', 'a test', 1)", [
        tenantId,
        index + 1,
        sha256(body),
        body,
      ]),
    );
  }
  const approve = async (change: string, kind: string): Promise<void> => {
    const id = randomUUID();
    await withTenant(web, tenantId, async (client) => {
      await client.query(
        "insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, $2, $3, 'x', $4, $5, $6, $7, 'because')",
        [tenantId, id, kind, sha256(change), ownerId, Date.now(), Date.now() + HOUR_MS],
      );
      await client.query("update approvals set decided_by = $2, decided_at_ms = $3, decision = 'approved' where id = $1", [
        id,
        approver,
        Date.now(),
      ]);
    });
  };
  const move = (version: number): Promise<unknown> =>
    engine.query("update accounts set profile_key = 'own', profile_version = $3 where tenant_id = $1 and id = $2", [
      tenantId,
      accountId,
      version,
    ]);
  await move(1);
  const goLive = async (): Promise<void> => {
    await approve(`live_mode|${tenantId}|${accountId}`, "live_mode");
    await owner.query("update accounts set mode = 'live' where tenant_id = $1 and id = $2", [tenantId, accountId]);
  };
  return { tenantId, accountId, runId, approve, move, goLive };
}

describe("the limits of a live account", () => {
  test("are tightened at once, and raised by an approval of exactly that, once", async () => {
    const { tenantId, accountId, approve, move, goLive } = await makeLiveAccount();
    await goLive();
    await move(2);
    await expectRefused(move(1), REFUSED.fourEyes);
    await expectRefused(move(3), REFUSED.fourEyes);
    await approve(`limit_raise|${tenantId}|${accountId}|own|3`, "limit_raise");
    await expectRefused(move(1), REFUSED.fourEyes);
    await move(3);
    await move(2);
    await expectRefused(move(3), REFUSED.fourEyes);
  });

  test("are not gone round by its book", async () => {
    const { tenantId, accountId, runId, goLive } = await makeLiveAccount();
    await goLive();
    await owner.query("update runs set kind = 'live' where tenant_id = $1 and id = $2", [tenantId, runId]);
    const hash = sha256(encodeRiskProfile(BALANCED_PROFILE));
    await expectRefused(
      engine.query("update books set profile_hash = $4 where tenant_id = $1 and account_id = $2 and run_id = $3", [
        tenantId,
        accountId,
        runId,
        hash,
      ]),
      REFUSED.fourEyes,
    );
  });

  test("of a paper account are free", async () => {
    const { move } = await makeLiveAccount();
    await move(3);
    await move(1);
  });
});
