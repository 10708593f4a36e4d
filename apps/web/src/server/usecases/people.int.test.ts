import { randomUUID } from "node:crypto";
import { decodeAuditFacts, hashAuditRow } from "@ballast/db/repositories/audit";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signIn } from "../auth/sign-in.ts";
import type { SignedIn, Surroundings } from "../context.ts";
import { callAs, type Caller } from "../in-process.ts";
import type { Role } from "../permissions.ts";
import { createSurroundings } from "../surroundings.ts";

/** People from the first owner on: set-up, sign-in, invitations, roles and the audit chain they leave. */

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
  await callAs(surroundings, undefined).invitation.accept({ token: tokenOf(path), name: of.email, password: PASSWORD });
  const signedIn = await enter(of.email);
  return { caller: callAs(surroundings, signedIn), signedIn };
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
    expect(options.profiles.map(({ key }) => key)).toEqual(["balanced", "guarded"]);
    expect(options.settings).toEqual([{ key: "ema-atr", version: 1 }]);
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
    const { path } = await owner.member.invite({ workspaceId, email: "Bob@Example.test", role: "operator" });
    const everyone = callAs(surroundings, undefined);
    const token = tokenOf(path);
    await expect(everyone.invitation.preview({ token })).resolves.toMatchObject({
      email: "bob@example.test",
      role: "operator",
      hasAccount: false,
      workspaceName: "Ada's Fund",
    });
    await everyone.invitation.accept({ token, name: "Bob", password: PASSWORD });
    await expect(everyone.invitation.accept({ token, name: "Eve", password: PASSWORD })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { members, invitations } = await owner.member.list({ workspaceId });
    expect(members.map(({ name, role }) => [name, role]).sort()).toEqual([
      ["Ada", "owner"],
      ["Bob", "operator"],
    ]);
    expect(invitations).toEqual([]);
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
    await expect(admin.caller.member.invite({ workspaceId, email: "mallory@example.test", role: "operator" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("a role", () => {
  it("is raised by a sole approver at once, and by one of two only with the other", async () => {
    const { owner, workspaceId } = await setUp();
    const bob = await join({ owner, workspaceId, email: "bob@example.test", role: "viewer" });
    const reason = "runs the desk";
    await expect(owner.member.changeRole({ workspaceId, personId: bob.signedIn.personId, role: "risk_officer", reason })).resolves.toEqual({
      outcome: "changed",
    });
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
