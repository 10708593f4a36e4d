import { randomUUID } from "node:crypto";
import { decodeAuditFacts } from "@ballast/db/repositories/audit";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signIn, type SignInOutcome } from "../auth/sign-in.ts";
import type { SignedIn, Surroundings } from "../context.ts";
import { callAs } from "../in-process.ts";
import { createSurroundings } from "../surroundings.ts";

const OLD = "correct horse battery";
const NEW = "a better horse battery";
const OWNER = { name: "Grace", email: "grace@example.test", password: OLD, workspaceName: "Grace's Fund" };

let database: TestDatabase;
let surroundings: Surroundings;
let nowMs: number;

beforeEach(async () => {
  database = await testDatabase();
  nowMs = Date.now();
  surroundings = createSurroundings({ pool: database.pools.web, now: () => nowMs, newId: randomUUID });
  await callAs(surroundings, undefined).setup.create(OWNER);
});

afterEach(() => database.drop());

function tryIn(password: string, address = "192.0.2.1"): Promise<SignInOutcome> {
  return signIn(surroundings, { email: OWNER.email, password, address, userAgent: "a test" });
}

async function enter(): Promise<SignedIn> {
  const outcome = await tryIn(OLD);
  const signedIn = outcome.kind === "signed_in" ? await surroundings.findSession(outcome.sessionId) : undefined;
  if (signedIn === undefined) throw new Error(`not let in: ${outcome.kind}`);
  return signedIn;
}

describe("a changed password", () => {
  it("is the only one that lets in, and ends every session but the one that asked", async () => {
    const [here, laptop, phone] = [await enter(), await enter(), await enter()];
    const changed = await callAs(surroundings, here).session.changePassword({ currentPassword: OLD, newPassword: NEW });
    expect(changed).toEqual({ endedSessions: 2 });
    await expect(surroundings.findSession(here.sessionId)).resolves.toBeDefined();
    await expect(surroundings.findSession(laptop.sessionId)).resolves.toBeUndefined();
    await expect(surroundings.findSession(phone.sessionId)).resolves.toBeUndefined();
    await expect(tryIn(OLD)).resolves.toEqual({ kind: "wrong" });
    await expect(tryIn(NEW)).resolves.toMatchObject({ kind: "signed_in" });
  });

  it("stands in the audit log of each of the person's workspaces, without either password", async () => {
    const here = await enter();
    const otherTenantId = randomUUID();
    await database.pools.owner.query(
      "insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, 'other', 'Other', false, $2)",
      [otherTenantId, nowMs],
    );
    await database.pools.owner.query("insert into memberships (tenant_id, person_id, role, created_at_ms) values ($1, $2, 'viewer', $3)", [
      otherTenantId,
      here.personId,
      nowMs,
    ]);
    await callAs(surroundings, here).session.changePassword({ currentPassword: OLD, newPassword: NEW });
    const { rows } = await database.pools.owner.query<{ actor: string; subject: string; body: Uint8Array }>(
      "select actor, subject, body from audit_log where act = 'session.changePassword'",
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ actor: here.personId, subject: here.personId });
      expect(decodeAuditFacts(row.body)).toEqual([["endedSessions", "0"]]);
    }
  });
});

describe("a password that is not changed", () => {
  it("wants the present one", async () => {
    const here = callAs(surroundings, await enter());
    const laptop = await enter();
    await expect(here.session.changePassword({ currentPassword: "a wrong guess", newPassword: NEW })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: "This is not your present password.",
    });
    await expect(surroundings.findSession(laptop.sessionId)).resolves.toBeDefined();
    await expect(tryIn(OLD)).resolves.toMatchObject({ kind: "signed_in" });
  });

  it.each([
    ["short", /twelve/],
    [OLD, /the one you have/],
    ["aaaaaaaaaaaaaaaa", /too few/],
    ["grace is my name 1", /e-mail/],
  ])("%j breaks a rule, which the refusal says", async (newPassword, message) => {
    const here = callAs(surroundings, await enter());
    await expect(here.session.changePassword({ currentPassword: OLD, newPassword })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringMatching(message),
    });
    await expect(tryIn(OLD)).resolves.toMatchObject({ kind: "signed_in" });
  });

  it("is guessed five times from a stolen session, and no oftener than at the door", async () => {
    const stolen = callAs(surroundings, await enter());
    const guess = (n: number) => stolen.session.changePassword({ currentPassword: `a wrong guess ${n}`, newPassword: NEW });
    for (let n = 0; n < 5; n += 1) await expect(guess(n)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(guess(5)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
    await expect(stolen.session.changePassword({ currentPassword: OLD, newPassword: NEW })).rejects.toMatchObject({
      code: "TOO_MANY_REQUESTS",
    });
    nowMs += 15 * 60_000;
    await expect(stolen.session.changePassword({ currentPassword: OLD, newPassword: NEW })).resolves.toEqual({ endedSessions: 0 });
  });
});
