import { createHash, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { makeBook, makeMember, makeWorkspace, TEST_NOW_MS, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestEngine } from "../testing/test-engine.ts";
import { releaseHalt, setHalt, type HaltOptions } from "./commands/halt.ts";
import type { EngineSession } from "./engine-session.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
afterAll(database.drop);

const HOUR_MS = 3_600_000;
const noWork = () => Promise.reject(new Error("no work here"));
let session: EngineSession;
let workspace: string;
let members: readonly [string, string];
let book: TestBook;

beforeAll(async () => {
  const { ports } = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: Date.now });
  session = { ports, ownerPool: () => owner, work: noWork, workStudies: noWork };
});
beforeEach(async () => {
  const made = await makeWorkspace(owner);
  workspace = made.tenantId;
  members = [made.ownerId, await makeMember(owner, { tenantId: workspace, role: "risk_officer" })];
  book = await makeBook(pool, workspace);
});

const optionsOf = (options: Partial<HaltOptions>): HaltOptions => ({
  ...{ workspace: `w-${workspace}`, verb: "block_entries", drill: false, yes: true, json: false, reason: "why", by: "operator" },
  ...options,
});

async function wantPersons(releasePersons: 1 | 2): Promise<void> {
  const body = encodeRiskProfile({ ...GUARDED_PROFILE, releasePersons });
  await pool.query("insert into risk_profile_versions values ($1, 'own', 1, sha256($2), $2, 'a test', '', $3)", [
    workspace,
    body,
    TEST_NOW_MS,
  ]);
  await pool.query("update accounts set profile_key = 'own', profile_version = 1 where id = $1", [book.accountId]);
}

/** Sets a halt as a person at this machine, or as a trigger does; its id, and what the person was told. */
async function halted(scope: (typeof SCOPES)[number], by: "person" | "trigger"): Promise<{ readonly id: string; readonly told: string }> {
  const subjects = { all: "", workspace: `w-${workspace}`, account: book.accountId, instrument: "BTC/USD", model: "rebound-7" };
  if (by === "trigger") {
    const id = randomUUID();
    const values = [workspace, id, scope, scope === "workspace" ? workspace : subjects[scope], TEST_NOW_MS];
    await pool.query(
      `insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason, code)
       values ($1, $2, $3, $4, 'block_entries', $5, 'engine', 'HEARTBEAT_GAP: silent', 'HEARTBEAT_GAP')`,
      values,
    );
    return { id, told: "" };
  }
  const { rows: accounts } = await owner.query<{ key: string }>("select key from accounts where id = $1", [book.accountId]);
  const subject = scope === "account" ? accounts[0]?.key : subjects[scope];
  const told = await setHalt(session, optionsOf({ scope, ...(scope === "all" ? {} : { subject }) }));
  const { rows } = await owner.query<{ id: string }>("select id from kill_switches where tenant_id = $1", [workspace]);
  return { id: rows[0]?.id ?? "", told };
}

/** What two members do in the web app, where the halt is one of the whole installation. */
async function agree(haltId: string): Promise<void> {
  const hash = createHash("sha256").update(`kill_release|${workspace}|${haltId}`).digest();
  await owner.query(
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason, decided_by, decided_at_ms, decision)
     values ($1, $2, 'kill_release', 's', $3, $4, $5, $6, 'r', $7, $5, 'approved')`,
    [workspace, randomUUID(), hash, members[0], Date.now() - 1_000, Date.now() + HOUR_MS, members[1]],
  );
}

const release = (id: string): Promise<string> => releaseHalt(session, optionsOf({ id }));
const SCOPES = ["all", "workspace", "account", "instrument", "model"] as const;

describe.each(SCOPES)("at a terminal, a halt of %s", (scope) => {
  describe.each(["person", "trigger"] as const)("set by a %s", (by) => {
    test("is released by one where every profile leaves it to one", async () => {
      await wantPersons(1);
      const { id, told } = await halted(scope, by);
      if (by === "person") expect(told).toContain(`--id ${id}`);
      await expect(release(id)).resolves.toContain(`Released halt ${id}`);
    });

    test("is released by nobody alone where a profile wants two, nor was that promised", async () => {
      await wantPersons(2);
      const { id, told } = await halted(scope, by);
      if (by === "person") expect(told.split("\n").find((line) => line.includes("two people")) ?? "").toContain("in the web app");
      if (by === "person" && scope !== "all") expect(told).not.toContain("halt release");
      await expect(release(id)).rejects.toMatchObject({ name: "CommandRefused" });
    });
  });
});

test("a halt of the whole installation is released by its operator once two members have agreed, and says so", async () => {
  await wantPersons(2);
  const { id } = await halted("all", "person");
  await agree(id);
  await expect(release(id)).resolves.toContain(`Released halt ${id}`);
  const { rows } = await owner.query("select released_by from kill_switches where id = $1", [id]);
  expect(rows).toEqual([{ released_by: members[1] }]);
  const { rows: audit } = await owner.query<{ actor: string; body: Buffer }>(
    "select actor, body from audit_log where tenant_id = $1 and act = 'halt.release'",
    [workspace],
  );
  expect(audit.map(({ actor, body }) => [actor, body.includes(`agreedBy`), body.includes(members[1])])).toEqual([["operator", true, true]]);
});

test("one agreement is for one halt", async () => {
  await wantPersons(2);
  const { id } = await halted("all", "person");
  await agree(randomUUID());
  await expect(release(id)).rejects.toMatchObject({ name: "CommandRefused" });
});
