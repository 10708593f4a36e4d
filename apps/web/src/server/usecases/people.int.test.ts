import { randomUUID } from "node:crypto";
import { decodeAuditFacts, hashAuditRow } from "@ballast/db/repositories/audit";
import { approveGrant } from "@ballast/testing/approve-grant";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signIn } from "../auth/sign-in.ts";
import type { SignedIn, Surroundings } from "../context.ts";
import { callAs, type Caller } from "../in-process.ts";
import { isGrant, ROLES, ROLES_BY_PERMISSION, type HeldRole, type Role } from "../permissions.ts";
import { createSurroundings } from "../surroundings.ts";

/** People from the first owner on: set-up, sign-in, invitations, roles and the audit chain they leave. */

const DAY_MS = 24 * 3_600_000;
const PASSWORD = "correct horse battery";
const OWNER = { name: "Ada", email: "ada@example.test", password: PASSWORD, workspaceName: "Ada's Fund" };

let database: TestDatabase;
let surroundings: Surroundings;
let nowMs: number;

beforeEach(async () => {
  database = await testDatabase();
  nowMs = Date.now();
  surroundings = createSurroundings({ pool: database.pools.web, now: () => nowMs, newId: randomUUID });
});

afterEach(() => database.drop());

async function enter(email: string, password = PASSWORD): Promise<SignedIn> {
  const outcome = await signIn(surroundings, { email, password, address: "192.0.2.1", userAgent: "a test" });
  if (outcome.kind !== "signed_in") throw new Error(`${email} is not let in: ${outcome.kind}`);
  const signedIn = await surroundings.findSession(outcome.sessionId);
  if (signedIn === undefined) throw new Error("a new session does not hold");
  return signedIn;
}

async function setUp(): Promise<{ readonly owner: Caller; readonly workspaceId: string }> {
  await callAs(surroundings, undefined).setup.create(OWNER);
  const owner = callAs(surroundings, await enter(OWNER.email));
  const [workspace] = (await owner.session.me()).workspaces;
  if (workspace === undefined) throw new Error("the owner has no workspace");
  return { owner, workspaceId: workspace.id };
}

async function join(of: {
  readonly owner: Caller;
  readonly workspaceId: string;
  readonly email: string;
  readonly role: Role;
}): Promise<{ readonly caller: Caller; readonly signedIn: SignedIn }> {
  const { path } = await of.owner.member.invite({ workspaceId: of.workspaceId, email: of.email, role: of.role });
  await approveGrant(database.pools.owner, { tenantId: of.workspaceId, email: of.email, from: "none", to: of.role });
  await callAs(surroundings, undefined).invitation.accept({ token: tokenOf(path), name: of.email, password: PASSWORD });
  const signedIn = await enter(of.email);
  return { caller: callAs(surroundings, signedIn), signedIn };
}

/** A day alone passes: the request as it stands 25 hours after it was asked. */
async function coolOff(workspaceId: string, email: string): Promise<string> {
  const id = randomUUID();
  await database.pools.owner.query(
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason)
     select tenant_id, $3, kind, subject, change_hash, requested_by, requested_at_ms - 25 * 3600000::int8, expires_at_ms - 25 * 3600000::int8, reason
     from approvals where tenant_id = $1 and subject like $2 || '|%' and kind = 'cooling_off'`,
    [workspaceId, email, id],
  );
  return id;
}

function tokenOf(path: string): string {
  return path.replace("/invitation/", "");
}

describe("the first owner", () => {
  it("is one of two that race", async () => {
    const everyone = callAs(surroundings, undefined);
    const race = await Promise.allSettled([
      everyone.setup.create(OWNER),
      everyone.setup.create({ ...OWNER, email: "eve@example.test", workspaceName: "Other" }),
    ]);
    expect(race.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(everyone.setup.state()).resolves.toEqual({ isNeeded: false });
    const { rows } = await database.pools.owner.query("select count(*) as people from people");
    expect(rows).toEqual([{ people: 1 }]);
  });

  it("finds presets to open an account with", async () => {
    const { owner, workspaceId } = await setUp();
    const options = await owner.account.options({ workspaceId });
    expect(options.profiles.map(({ key, written }) => [key, written?.name])).toEqual([
      ["balanced", "balanced"],
      ["guarded", "guarded"],
    ]);
    expect(options.settings).toMatchObject([{ key: "ema-atr", version: 1, kind: "ema-atr", instruments: ["BTC/USD", "ETH/USD"] }]);
  });
});

describe("a sign-in", () => {
  it("answers an unknown address as a wrong password, and counts both", async () => {
    await setUp();
    const attempt = { password: "wrong", address: "192.0.2.9", userAgent: "" };
    for (let n = 0; n < 5; n += 1)
      await expect(signIn(surroundings, { ...attempt, email: n % 2 === 0 ? OWNER.email : "nobody@example.test" })).resolves.toEqual({
        kind: "wrong",
      });
    for (let n = 0; n < 2; n += 1) await signIn(surroundings, { ...attempt, email: OWNER.email });
    await expect(signIn(surroundings, { ...attempt, email: OWNER.email, password: PASSWORD })).resolves.toEqual({ kind: "limited" });
    await expect(signIn(surroundings, { ...attempt, email: OWNER.email, password: PASSWORD, address: "192.0.2.1" })).resolves.toMatchObject(
      { kind: "signed_in" },
    );
  });

  it("ends within two seconds of its revocation, and others go on", async () => {
    const { owner } = await setUp();
    const laptop = await enter(OWNER.email);
    const sessions = await owner.session.list();
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    await expect(owner.session.revoke({ sessionId: laptop.sessionId })).resolves.toEqual({ revoked: 1 });
    nowMs += 2_000;
    await expect(surroundings.findSession(laptop.sessionId)).resolves.toBeUndefined();
    await expect(owner.session.list()).resolves.toHaveLength(1);
  });

  it("is not ended by someone else", async () => {
    const { owner, workspaceId } = await setUp();
    const viewer = await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    await expect(owner.session.revoke({ sessionId: viewer.signedIn.sessionId })).resolves.toEqual({ revoked: 0 });
  });

  it("can be ended everywhere at once", async () => {
    const { owner } = await setUp();
    await enter(OWNER.email);
    await enter(OWNER.email);
    await expect(owner.session.revokeAll({ exceptCurrent: true })).resolves.toEqual({ revoked: 2 });
    await expect(owner.session.revokeAll({ exceptCurrent: false })).resolves.toEqual({ revoked: 1 });
  });

  it("lasts a week", async () => {
    await setUp();
    const { sessionId } = await enter(OWNER.email);
    nowMs += 7 * 24 * 3_600_000 - 1;
    await expect(surroundings.findSession(sessionId)).resolves.toBeDefined();
    nowMs += 2_001;
    await expect(surroundings.findSession(sessionId)).resolves.toBeUndefined();
  });
});

describe("an invitation", () => {
  it("lets its address in once, with its role", async () => {
    const { owner, workspaceId } = await setUp();
    const { path, waitsFor } = await owner.member.invite({ workspaceId, email: "Bob@Example.test", role: "viewer" });
    expect(waitsFor).toBe("nobody");
    const everyone = callAs(surroundings, undefined);
    const token = tokenOf(path);
    await expect(everyone.invitation.preview({ token })).resolves.toMatchObject({
      email: "bob@example.test",
      role: "viewer",
      hasAccount: false,
      workspaceName: "Ada's Fund",
    });
    await everyone.invitation.accept({ token, name: "Bob", password: PASSWORD });
    await expect(everyone.invitation.accept({ token, name: "Eve", password: PASSWORD })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { members, invitations } = await owner.member.list({ workspaceId });
    expect(members.map(({ name, role }) => [name, role]).sort()).toEqual([
      ["Ada", "owner"],
      ["Bob", "viewer"],
    ]);
    expect(invitations).toEqual([]);
  });

  it("to act, by who is alone, works after a day and their word", async () => {
    const { owner, workspaceId } = await setUp();
    const everyone = callAs(surroundings, undefined);
    const { path, waitsFor } = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "admin" });
    expect(waitsFor).toBe("cooling_off");
    const accept = (): Promise<unknown> => everyone.invitation.accept({ token: tokenOf(path), name: "Bob", password: PASSWORD });
    await expect(accept()).rejects.toMatchObject({ code: "CONFLICT" });
    const [fresh] = (await owner.member.list({ workspaceId })).roleRequests;
    expect(fresh).toMatchObject({
      name: "bob@example.test",
      fromRole: "none",
      toRole: "admin",
      mayDecide: true,
      coolsOffAtMs: nowMs + DAY_MS,
    });
    await expect(owner.member.decideRole({ workspaceId, requestId: fresh?.id ?? "", decision: "approved" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const requestId = await coolOff(workspaceId, "bob@example.test");
    await owner.member.decideRole({ workspaceId, requestId, decision: "approved" });
    await accept();
    const { members } = await owner.member.list({ workspaceId });
    expect(members.map(({ role }) => role).sort()).toEqual(["admin", "owner"]);
  });

  it("to act, in a team of two approvers, works once the other has approved it", async () => {
    const { owner, workspaceId } = await setUp();
    const admin = await join({ owner, workspaceId, email: "eve@example.test", role: "admin" });
    const { path, waitsFor } = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "operator" });
    expect(waitsFor).toBe("second_person");
    const accept = (): Promise<unknown> =>
      callAs(surroundings, undefined).invitation.accept({ token: tokenOf(path), name: "Bob", password: PASSWORD });
    await expect(accept()).rejects.toMatchObject({ code: "CONFLICT" });
    const request = (await admin.caller.member.list({ workspaceId })).roleRequests.find(({ name }) => name === "bob@example.test");
    await admin.caller.member.decideRole({ workspaceId, requestId: request?.id ?? "", decision: "approved" });
    await accept();
  });

  it("to act is not made where nobody could approve it, and says what to do", async () => {
    const { owner, workspaceId } = await setUp();
    await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    const invited = owner.member.invite({ workspaceId, email: "eve@example.test", role: "admin" });
    await expect(invited).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("invite a second approver") });
  });

  it("waits for those who invite, and for nobody else", async () => {
    const { owner, workspaceId } = await setUp();
    const viewer = await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    await owner.member.invite({ workspaceId, email: "eve@example.test", role: "viewer" });
    const kindsOf = async (caller: Caller): Promise<readonly string[]> =>
      (await caller.overview.summary({ workspaceId })).waiting.map(({ kind }) => kind);
    expect(await kindsOf(owner)).toEqual(["invitation_open", "no_account"]);
    expect(await kindsOf(viewer.caller)).toEqual([]);
  });

  it("keeps only the hash of its token", async () => {
    const { owner, workspaceId } = await setUp();
    const { path } = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "viewer" });
    const { rows } = await database.pools.owner.query<{ row: string }>("select invitations::text as row from invitations");
    expect(rows[0]?.row).not.toContain(tokenOf(path));
  });

  it("opens nothing once revoked or expired", async () => {
    const { owner, workspaceId } = await setUp();
    const everyone = callAs(surroundings, undefined);
    const revoked = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "viewer" });
    await owner.member.revokeInvitation({ workspaceId, invitationId: revoked.invitationId });
    await expect(everyone.invitation.preview({ token: tokenOf(revoked.path) })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const expired = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "viewer" });
    nowMs = expired.expiresAtMs;
    await expect(everyone.invitation.accept({ token: tokenOf(expired.path), name: "Bob", password: PASSWORD })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("of a known address wants that account's own password", async () => {
    const { owner, workspaceId } = await setUp();
    const bob = await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    await owner.member.remove({ workspaceId, personId: bob.signedIn.personId, reason: "left" });
    await expect(bob.caller.workspace.status({ workspaceId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { path } = await owner.member.invite({ workspaceId, email: "bob@example.test", role: "researcher" });
    await approveGrant(database.pools.owner, { tenantId: workspaceId, email: "bob@example.test", from: "none", to: "researcher" });
    const everyone = callAs(surroundings, undefined);
    await expect(everyone.invitation.accept({ token: tokenOf(path), name: "Eve", password: "guessed password" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await everyone.invitation.accept({ token: tokenOf(path), name: "Eve", password: PASSWORD });
    const { members } = await owner.member.list({ workspaceId });
    expect(members.find(({ email }) => email === "bob@example.test")).toMatchObject({ name: "bob@example.test", role: "researcher" });
  });

  it("of an admin never makes an owner", async () => {
    const { owner, workspaceId } = await setUp();
    const admin = await join({ owner, workspaceId, email: "eve@example.test", role: "admin" });
    await expect(admin.caller.member.invite({ workspaceId, email: "mallory@example.test", role: "owner" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("a role", () => {
  it("is raised with a second approver alone", async () => {
    const { owner, workspaceId } = await setUp();
    const reason = "runs the desk";
    const bob = await join({ owner, workspaceId, email: "bob@example.test", role: "risk_officer" });
    const eve = await join({ owner, workspaceId, email: "eve@example.test", role: "viewer" });
    const change = await owner.member.changeRole({ workspaceId, personId: eve.signedIn.personId, role: "operator", reason });
    if (change.outcome !== "awaits_approval") throw new Error("the grant did not wait");
    await expect(owner.member.decideRole({ workspaceId, requestId: change.requestId, decision: "approved" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(eve.caller.member.decideRole({ workspaceId, requestId: change.requestId, decision: "approved" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(bob.caller.member.decideRole({ workspaceId, requestId: change.requestId, decision: "approved" })).resolves.toEqual({
      outcome: "approved",
    });
    const [workspace] = (await eve.caller.session.me()).workspaces;
    expect(workspace?.role).toBe("operator");
  });

  it("of owner is given by an owner with another approver, who need not be one", async () => {
    const { owner, workspaceId } = await setUp();
    const admin = await join({ owner, workspaceId, email: "bob@example.test", role: "admin" });
    const eve = await join({ owner, workspaceId, email: "eve@example.test", role: "viewer" });
    const change = await owner.member.changeRole({ workspaceId, personId: eve.signedIn.personId, role: "owner", reason: "co-founder" });
    if (change.outcome !== "awaits_approval") throw new Error("the grant did not wait");
    await admin.caller.member.decideRole({ workspaceId, requestId: change.requestId, decision: "approved" });
    const { members } = await owner.member.list({ workspaceId });
    expect(members.map(({ role }) => role).sort()).toEqual(["admin", "owner", "owner"]);
  });

  it("is not raised where nobody could approve it", async () => {
    const { owner, workspaceId } = await setUp();
    const bob = await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    const change = owner.member.changeRole({ workspaceId, personId: bob.signedIn.personId, role: "operator", reason: "runs the desk" });
    await expect(change).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is a grant for the server exactly where it is one for SQL", async () => {
    const { rows } = await database.pools.web.query<{ role: HeldRole; rank: number }>(
      "select role, role_rank(role) as rank from unnest($1::text[]) as role",
      [["none", ...ROLES]],
    );
    for (const from of rows)
      for (const to of rows) {
        if (to.role === "none") continue;
        const isGrantInSql = from.role !== to.role && to.rank >= from.rank && !(from.role === "none" && to.role === "viewer");
        expect([from.role, to.role, isGrant(from.role, to.role)]).toEqual([from.role, to.role, isGrantInSql]);
      }
  });

  it("that is no grant adds no right", () => {
    for (const from of ROLES)
      for (const to of ROLES) {
        if (isGrant(from, to)) continue;
        const added = Object.values<readonly Role[]>(ROLES_BY_PERMISSION).filter((roles) => roles.includes(to) && !roles.includes(from));
        expect([from, to, added]).toEqual([from, to, []]);
      }
  });

  it("is lowered at once, but never that of the last owner", async () => {
    const { owner, workspaceId } = await setUp();
    const me = await owner.session.me();
    await expect(owner.member.changeRole({ workspaceId, personId: me.person.id, role: "admin", reason: "tired" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(owner.member.remove({ workspaceId, personId: me.person.id, reason: "tired" })).rejects.toMatchObject({ code: "CONFLICT" });
    const admin = await join({ owner, workspaceId, email: "eve@example.test", role: "admin" });
    await expect(
      owner.member.changeRole({ workspaceId, personId: admin.signedIn.personId, role: "viewer", reason: "new job" }),
    ).resolves.toEqual({ outcome: "changed" });
    await expect(
      admin.caller.member.changeRole({ workspaceId, personId: me.person.id, role: "viewer", reason: "coup" }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the audit log", () => {
  it("is a chain whose every link is the hash of its row", async () => {
    const { owner, workspaceId } = await setUp();
    await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    await Promise.all(
      [1, 2, 3, 4].map((n) => owner.halt.set({ workspaceId, target: { scope: "workspace" }, verb: "block_entries", reason: `drill ${n}` })),
    );
    const { rows } = await database.pools.engine.query<{
      audit_seq: number;
      at_ms: number;
      actor: string;
      act: string;
      subject: string;
      body: Uint8Array;
      previous_hash: Uint8Array;
      hash: Uint8Array;
    }>("select audit_seq, at_ms, actor, act, subject, body, previous_hash, hash from audit_log where tenant_id = $1 order by audit_seq", [
      workspaceId,
    ]);
    expect(rows.map(({ act }) => act)).toEqual([
      "workspace.create",
      "member.invite",
      "member.join",
      "halt.set",
      "halt.set",
      "halt.set",
      "halt.set",
    ]);
    for (const row of rows) {
      const recomputed = hashAuditRow({
        tenantId: workspaceId, auditSeq: row.audit_seq, atMs: row.at_ms, actor: row.actor, act: row.act, subject: row.subject, body: row.body, previousHash: row.previous_hash,
      }); // prettier-ignore
      expect(Buffer.from(recomputed).equals(row.hash)).toBe(true);
      expect(decodeAuditFacts(row.body).flat().join(" ")).not.toContain(PASSWORD);
    }
  });
});
