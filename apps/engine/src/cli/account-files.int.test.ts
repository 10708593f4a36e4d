import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import { openPool } from "@ballast/db/clients/pool";
import { withTenant } from "@ballast/db/clients/tenant";
import { makeMember, makeWorkspace, type TestWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../testing/test-engine.ts";
import { TEST_MARKET } from "../testing/test-market.ts";
import type { AccountFile } from "../usecases/account-files/account-file.ts";
import { PAPER_EXAMPLE } from "../usecases/account-files/example-account.ts";
import { loadAccountFile } from "../usecases/account-files/load-account-file.ts";
import { readAccountYaml, writeAccountYaml } from "../usecases/account-files/account-yaml.ts";
import { openSyntheticMarket } from "../usecases/market/open-synthetic-market.ts";
import { applyAccount, exportAccount, type FileOptions } from "./account-file-acts.ts";
import type { Terminal } from "./command.ts";
import { accountOptions, openAccount } from "./commands/accounts.ts";
import type { EngineSession } from "./engine-session.ts";
import { profileNamed } from "./profile-named.ts";

const database = await testDatabase();
const { owner, web } = database.pools;
const HOUR_MS = 3_600_000;
const EXAMPLES = join(import.meta.dirname, "../../../../docs/examples");
const administrator = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test administrator" });
let engine: TestEngine;
let session: EngineSession;
const noWork = (): Promise<never> => Promise.reject(new Error("no work here"));
let workspace: TestWorkspace;
let tenantKey: string;
let count = 0;

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: Date.now });
  await openSyntheticMarket(engine.ports, TEST_MARKET);
  session = { ports: engine.ports, ownerPool: () => administrator, work: noWork, workStudies: noWork };
});
beforeEach(async () => {
  workspace = await makeWorkspace(owner);
  tenantKey = `w-${workspace.tenantId}`;
  count += 1;
});
afterAll(async () => {
  await administrator.end();
  await database.drop();
});

const NOBODY: Terminal = { out: () => Promise.resolve(), err: () => undefined, isErrTty: false, env: {} };

function apply(file: AccountFile, options: Partial<FileOptions> = {}): Promise<string> {
  const said = { workspace: tenantKey, "dry-run": false, yes: true, json: false, file: "a.yaml", ...options };
  return applyAccount(session, said, { file, terminal: NOBODY });
}
const exported = (account: string): Promise<string> =>
  exportAccount(session, { workspace: tenantKey, account, "dry-run": false, yes: false, json: false });
const fileOf = (change: Partial<AccountFile> = {}): AccountFile => ({
  ...PAPER_EXAMPLE,
  key: `own-${count}`,
  marketKey: "synthetic",
  ...change,
});
async function accountOf(key: string): Promise<Account> {
  const [account] = await findAccounts(engine.ports.pool, { tenantKey, names: [key] });
  if (account === undefined) throw new Error(`no account ${key}`);
  return account;
}
const limited = (file: AccountFile, positionsMax: number): AccountFile => ({ ...file, profile: { ...file.profile, positionsMax } });

describe("an account file", () => {
  test("is told what its account could never pay for, before it is applied", async () => {
    const file = fileOf({ baseCurrency: "EUR" });
    const words = `account ${file.key} holds EUR, and its market has no rate between USD and EUR`;
    expect(await apply(file, { "dry-run": true })).toContain(words);
    const said: { readonly warnings: readonly string[] } = JSON.parse(await apply(file, { "dry-run": true, json: true }));
    expect(said.warnings).toEqual([expect.stringContaining(words)]);
    expect(await apply(fileOf({ key: `paid-${count}` }), { "dry-run": true })).not.toContain("paid in");
  });

  test("with a cap of what nobody knows is refused, even where it is only tried", async () => {
    const file = fileOf();
    const cap = { percentBps: 100, absoluteUnits: undefined };
    const stray = { ...file, profile: { ...file.profile, instrumentCaps: [{ symbol: "FOO/BAR", cap }] } };
    const refusal = { code: "CAP_BINDS_NOTHING", message: expect.stringContaining("FOO/BAR is no known instrument") };
    await expect(apply(stray, { "dry-run": true })).rejects.toMatchObject(refusal);
    await expect(apply(stray)).rejects.toMatchObject(refusal);
  });

  test("opens an account that is exported byte for byte as it was applied", async () => {
    const file = fileOf({ fees: { makerBps: 1, takerBps: 2.5, slippageBps: 0 }, setUp: { ...PAPER_EXAMPLE.setUp, apiTier: "pro" } });
    expect(await apply(file)).toContain(`Applied to ${file.key}.`);
    expect(`${await exported(file.key)}\n`).toBe(writeAccountYaml(file));
    expect(await apply(file)).toContain("nothing to change");
  });

  test("changes an account's next decision, with its versions and an audit row", async () => {
    const file = fileOf();
    await apply(file);
    const changed = limited({ ...file, setUp: { ...file.setUp, apiTier: "intermediate" } }, 3);
    const said = await apply(changed, { reason: "smaller", by: "Ada" });
    expect(said).toMatch(/risk\.positionsMax +10 +3 +tightens/);
    expect(said).toContain("2 changes");
    expect(`${await exported(file.key)}\n`).toBe(writeAccountYaml(changed));
    const account = await accountOf(file.key);
    expect([account.profileVersion, account.settingsVersion]).toEqual([2, 1]);
    const { rows } = await owner.query("select act, actor from audit_log where subject = $1 order by audit_seq", [account.id]);
    expect(rows).toEqual([expect.objectContaining({ act: "account.apply" }), { act: "account.apply", actor: "Ada" }]);
    await passHours(engine, { ...TEST_MARKET, cursorMs: TEST_MARKET.cursorMs + count * 10 * HOUR_MS }, 1);
    const { rows: books } = await owner.query<{ profile_hash: Buffer }>("select profile_hash from books where account_id = $1", [
      account.id,
    ]);
    expect(Uint8Array.from(books[0]?.profile_hash ?? [])).toEqual(engine.ports.sha256(account.profileBody));
  });

  test("changes nothing where it is only tried, where nobody says yes, and where the account moved meanwhile", async () => {
    const file = fileOf();
    await apply(file);
    const before = await exported(file.key);
    expect(await apply(limited(file, 3), { "dry-run": true })).toContain("Nothing was applied");
    await expect(apply(limited(file, 3), { yes: false })).rejects.toMatchObject({ code: "NOT_CONFIRMED" });
    const stop = apply(limited(file, 3));
    const other = apply(limited(file, 4));
    const settled = await Promise.allSettled([stop, other]);
    expect(settled.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    for (const outcome of settled) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "ACCOUNT_CHANGED" });
    expect(await exported(file.key)).not.toBe(before);
  });

  test.each<[what: string, change: Partial<AccountFile>, code: string]>([
    ["its starting balance", { startingBalance: "20000" }, "ACCOUNT_FIXED"],
    ["its fees", { fees: { makerBps: 0, takerBps: 0, slippageBps: 0 } }, "ACCOUNT_FIXED"],
    ["its market", { marketKey: "archive" }, "ACCOUNT_FIXED"],
    ["its mode", { mode: "live" }, "ACCOUNT_FIXED"],
    ["a book that can't hold the product", { settings: { ...PAPER_EXAMPLE.settings, instruments: ["DOGE/USD"] } }, "ACCOUNT_HOLDS_OTHERS"],
  ])("refuses to change %s", async (_, change, code) => {
    await apply(fileOf());
    const before = await exported(fileOf().key);
    await expect(apply(fileOf(change))).rejects.toMatchObject({ code });
    expect(await exported(fileOf().key)).toBe(before);
  });

  test.each([
    ["paper.kraken.crypto.global.yaml", ""],
    ["live.kraken.crypto.global.yaml", "would be refused: there is no market kraken in this release"],
  ])("checks the example that ships as %s, to the last member", async (name, refusal) => {
    const read = readAccountYaml(readFileSync(join(EXAMPLES, name), "utf8"));
    if (!read.isAdmitted) throw new Error(JSON.stringify(read.faults));
    const told = await apply(read.file, { "dry-run": true });
    expect(told).toContain("Nothing was applied: --dry-run.");
    expect(told).toContain(refusal);
    expect(told.includes("would be refused")).toBe(refusal !== "");
    if (refusal === "") expect(await apply(read.file)).toContain("Applied");
    else
      await expect(apply(read.file)).rejects.toMatchObject({
        code: "MARKET_UNKNOWN",
        message: expect.stringMatching(/live venue.*--dry-run.*mode: paper/),
      });
  });

  test("opens no live account, for there is no live venue yet", async () => {
    await expect(apply(fileOf({ mode: "live" }))).rejects.toMatchObject({ code: "LIVE_VENUE_MISSING" });
  });
});

describe("a file that names a profile that ships", () => {
  const guarded = (): AccountFile => fileOf({ profileKey: "guarded", profile: GUARDED_PROFILE });

  test("follows it while it has its limits, and has limits of its own under its own key", async () => {
    const file = guarded();
    await apply(file);
    expect(await accountOf(file.key)).toMatchObject({ profileKey: "guarded", profileVersion: 1 });
    const two = { ...file, profile: { ...file.profile, releasePersons: 2 as const } };
    expect(await apply(two)).toContain(`kept as risk profile ${file.key}, and guarded stays as it is`);
    const account = await accountOf(file.key);
    expect(account).toMatchObject({ profileKey: file.key, profileVersion: 1 });
    expect((await loadAccountFile(engine.ports.pool, account)).profile.releasePersons).toBe(2);
    expect(await apply(two)).toContain("nothing to change");
    const { rows } = await owner.query(
      "select max(version)::int4 as newest from risk_profile_versions where tenant_id = $1 and profile_key = 'guarded'",
      [account.tenantId],
    );
    expect(rows).toEqual([{ newest: 1 }]);
  });

  test("opens an account on what ships, though its workspace has written other limits under that name since", async () => {
    await apply(guarded());
    const { tenantId } = workspace;
    const looser = Buffer.from(encodeRiskProfile({ ...GUARDED_PROFILE, dailyLossBpsMax: 900 }));
    await engine.ports.pool.query("insert into risk_profile_versions values ($1, 'guarded', 2, sha256($2), $2, 'a test', '', 1)", [
      tenantId,
      looser,
    ]);
    const parsed = accountOptions.parse({ workspace: tenantKey, name: `Plain ${count}`, market: "archive", instrument: ["BTC/USD"] });
    await openAccount(session, parsed);
    expect(await accountOf(`plain-${count}`)).toMatchObject({ profileKey: "guarded", profileVersion: 1 });
    await openAccount(session, { ...parsed, name: `Named ${count}`, profile: "guarded" });
    expect(await accountOf(`named-${count}`)).toMatchObject({ profileKey: "guarded", profileVersion: 1 });
    await openAccount(session, { ...parsed, name: `Looser ${count}`, profile: "guarded@2" });
    expect(await accountOf(`looser-${count}`)).toMatchObject({ profileKey: "guarded", profileVersion: 2 });
    await expect(openAccount(session, { ...parsed, name: `None ${count}`, profile: "guarded@9" })).rejects.toMatchObject({
      code: "PROFILE_UNKNOWN",
    });
    const named = (text: string): Promise<string> => profileNamed(engine.ports.pool, { tenantId, text }).then(({ name }) => name);
    expect([await named("guarded"), await named("guarded@2")]).toEqual(["guarded, as it ships", "guarded v2"]);
  });

  test("opens a new account on limits of its own too", async () => {
    const file = limited(guarded(), 3);
    await apply(file);
    expect(await accountOf(file.key)).toMatchObject({ profileKey: file.key, profileVersion: 1 });
  });
});

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Approves everything of a workspace that waits, as another member. */
async function approveAll(): Promise<number> {
  const approver = await makeMember(owner, { tenantId: workspace.tenantId, role: "risk_officer" });
  const result = await withTenant(web, workspace.tenantId, (client) =>
    client.query("update approvals set decided_by = $1, decided_at_ms = $2, decision = 'approved' where decision is null", [
      approver,
      Date.now(),
    ]),
  );
  return result.rowCount ?? 0;
}

async function goLive({ tenantId, id }: Account): Promise<void> {
  await withTenant(web, tenantId, (client) =>
    client.query(
      "insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, gen_random_uuid(), 'live_mode', 'x', $2, $3, $4, $5, 'because')",
      [tenantId, sha256(`live_mode|${tenantId}|${id}`), workspace.ownerId, Date.now(), Date.now() + HOUR_MS],
    ),
  );
  await approveAll();
  await owner.query("update accounts set mode = 'live' where tenant_id = $1 and id = $2", [tenantId, id]);
}

describe("the file of a live account", () => {
  /** The account, live, and its file as it then is. */
  async function liveFile(): Promise<{ readonly file: AccountFile; readonly by: string }> {
    await apply(fileOf());
    await goLive(await accountOf(fileOf().key));
    const live = fileOf({
      mode: "live",
      setUp: {
        ...PAPER_EXAMPLE.setUp,
        gatePolicy: "live",
        training: { ...PAPER_EXAMPLE.setUp.training, isOn: false },
        approval: { ...PAPER_EXAMPLE.setUp.approval, persons: 2 },
      },
    });
    await apply(live);
    return { file: live, by: `${workspace.ownerId}@example.test` };
  }

  test("tightens at once, and raises a limit only once a second person has approved exactly that", async () => {
    const { file, by } = await liveFile();
    expect(await apply(limited(file, 5))).toContain("Applied to");
    const raised = limited(file, 7);
    await expect(apply(raised)).rejects.toMatchObject({ code: "APPROVAL_NEEDED" });
    expect(await apply(raised, { by, reason: "more" })).toMatch(/Filed approval \S+ \(limit raise\)/);
    expect(await apply(raised, { by, reason: "more" })).toContain("Waits for approval");
    expect((await loadAccountFile(engine.ports.pool, await accountOf(file.key))).profile.positionsMax).toBe(5);
    expect(await approveAll()).toBe(1);
    expect(await apply(limited(file, 8), { by, reason: "even more" })).toMatch(/Filed approval/);
    expect(await apply(raised, { by, reason: "more" })).toContain("Applied to");
    expect((await loadAccountFile(engine.ports.pool, await accountOf(file.key))).profile.positionsMax).toBe(7);
    await apply(limited(file, 5));
    expect(await apply(raised, { by, reason: "again" })).toMatch(/Filed approval/);
  });

  test("keeps who has to approve, until that too is approved", async () => {
    const { file, by } = await liveFile();
    const looser = { ...file, setUp: { ...file.setUp, approval: { ...file.setUp.approval, expiresHours: 100 } } };
    expect(await apply(looser, { by, reason: "longer" })).toMatch(/Filed approval \S+ \(account change\)/);
    expect(await approveAll()).toBe(1);
    expect(await apply(looser, { by, reason: "longer" })).toContain("Applied to");
    const read = readAccountYaml(`${await exported(file.key)}\n`);
    expect(read.isAdmitted && read.file.setUp.approval.expiresHours).toBe(100);
  });
});

describe("the file of a paper account that takes two", () => {
  const asksFor = (file: AccountFile, persons: 1 | 2): AccountFile => ({
    ...file,
    setUp: { ...file.setUp, approval: { ...file.setUp.approval, persons } },
  });
  const lossOf = (file: AccountFile, dailyLossBpsMax: number): AccountFile => ({ ...file, profile: { ...file.profile, dailyLossBpsMax } });
  const standing = async (file: AccountFile): Promise<number> =>
    (await loadAccountFile(engine.ports.pool, await accountOf(file.key))).profile.dailyLossBpsMax;
  const asker = (reason: string): Partial<FileOptions> => ({ by: `${workspace.ownerId}@example.test`, reason });

  test("raises a limit only once a second person has approved exactly that", async () => {
    const file = lossOf(asksFor(fileOf(), 2), 300);
    await apply(file);
    const raised = lossOf(file, 900);
    await expect(apply(raised)).rejects.toMatchObject({ code: "APPROVAL_NEEDED" });
    expect(await apply(raised, asker("more"))).toMatch(/Filed approval \S+ \(limit raise\)/);
    expect(await standing(file)).toBe(300);
    expect(await approveAll()).toBe(1);
    expect(await apply(raised, asker("more"))).toContain("Applied to");
    expect(await standing(file)).toBe(900);
    expect(await apply(lossOf(file, 300))).toContain("Applied to");
    expect(await apply(raised, asker("again"))).toMatch(/Filed approval/);
  });

  test("can't do without the second person in the same breath", async () => {
    const file = lossOf(asksFor(fileOf(), 2), 300);
    await apply(file);
    const alone = lossOf(asksFor(file, 1), 900);
    await expect(apply(alone)).rejects.toMatchObject({ code: "APPROVAL_NEEDED" });
    expect(await apply(alone, asker("alone"))).toMatch(/limit raise[\s\S]*account change/);
    expect(await standing(file)).toBe(300);
  });

  test("is held by the database too: the engine alone can't move the account", async () => {
    const file = lossOf(asksFor(fileOf(), 2), 300);
    await apply(file);
    const { tenantId, id } = await accountOf(file.key);
    const body = Buffer.from(encodeRiskProfile({ ...file.profile, dailyLossBpsMax: 900 }));
    const key = ["raised", file.key].join("-");
    await engine.ports.pool.query("insert into risk_profile_versions values ($1, $2, 1, sha256($3), $3, 'a test', '', 1)", [
      tenantId,
      key,
      body,
    ]);
    const move = engine.ports.pool.query("update accounts set profile_key = $2, profile_version = 1 where id = $1", [id, key]);
    await expect(move).rejects.toMatchObject({ code: "BL014" });
  });

  test("lets one person raise a limit where it asks for one", async () => {
    const file = lossOf(asksFor(fileOf(), 1), 300);
    await apply(file);
    expect(await apply(lossOf(file, 900))).toContain("Applied to");
    expect(await standing(file)).toBe(900);
  });
});
