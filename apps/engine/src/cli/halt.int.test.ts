import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { makeBook, makeWorkspace, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestEngine } from "../testing/test-engine.ts";
import { setHalt, type HaltOptions } from "./commands/halt.ts";
import type { EngineSession } from "./engine-session.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
afterAll(database.drop);

const noWork = (): Promise<never> => Promise.reject(new Error("no work here"));
let session: EngineSession;
let workspace: string;
let other: string;
let book: TestBook;

beforeAll(async () => {
  const { ports } = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: Date.now });
  session = { ports, ownerPool: () => owner, work: noWork, workStudies: noWork };
});
beforeEach(async () => {
  [workspace, other] = [(await makeWorkspace(owner)).tenantId, (await makeWorkspace(owner)).tenantId];
  book = await makeBook(pool, workspace);
});

const VERBS = ["block_entries", "reduce_only", "cancel", "flatten"] as const;
const halt = (options: Partial<HaltOptions>): Promise<string> =>
  setHalt(session, {
    workspace: `w-${workspace}`,
    verb: "block_entries",
    drill: false,
    yes: true,
    json: true,
    reason: randomUUID(),
    ...options,
  });

async function rowsOf(reason: string): Promise<unknown[]> {
  const { rows } = await owner.query<{ tenant_id: string; scope: string; subject: string; verb: string }>(
    "select tenant_id, scope, subject, verb from kill_switches where reason = $1",
    [reason],
  );
  return rows;
}

describe.each(VERBS)("a halt with %s from the machine", (verb) => {
  test("reaches every workspace where it is of all", async () => {
    const reason = randomUUID();
    await halt({ scope: "all", verb, reason });
    const rows = await rowsOf(reason);
    const row = { scope: "all", subject: "", verb };
    expect(rows).toEqual(expect.arrayContaining([workspace, other].map((id) => ({ tenant_id: id, ...row }))));
    const { rows: audit } = await owner.query(
      "select from audit_log a join kill_switches k on a.tenant_id = k.tenant_id and a.subject = k.id::text where a.act = 'halt.set' and k.reason = $1",
      [reason],
    );
    expect(audit).toHaveLength(rows.length);
  });

  test.each(["workspace", "account", "instrument", "model"] as const)("reaches one %s, by its name", async (scope) => {
    const reason = randomUUID();
    const { rows } = await owner.query<{ key: string }>("select key from accounts where id = $1", [book.accountId]);
    const subject = { workspace: `w-${workspace}`, account: rows[0]?.key ?? "", instrument: "BTC/USD", model: "rebound-7" }[scope];
    await halt({ scope, subject, verb, reason });
    const stored = scope === "account" ? book.accountId : subject;
    expect(await rowsOf(reason)).toEqual([{ tenant_id: workspace, scope, subject: stored, verb }]);
  });
});

describe("a drill from the machine", () => {
  const drilled = async (reason: string): Promise<unknown[]> =>
    (await owner.query<Record<string, unknown>>("select tenant_id, scope, subject, outcome from halt_drills where reason = $1", [reason]))
      .rows;

  test("of all exercises every workspace, and halts none", async () => {
    const reason = randomUUID();
    const answer: unknown = JSON.parse(await halt({ scope: "all", drill: true, reason }));
    expect(answer).toMatchObject({ drills: expect.arrayContaining([expect.objectContaining({ workspace: `w-${workspace}` })]) });
    const row = { scope: "all", subject: "", outcome: "passed" };
    expect(await drilled(reason)).toEqual(expect.arrayContaining([workspace, other].map((id) => ({ tenant_id: id, ...row }))));
    expect(await rowsOf(reason)).toEqual([]);
  });

  test("of a model is of its workspace alone", async () => {
    const reason = randomUUID();
    await halt({ scope: "model", subject: "rebound-7", drill: true, reason });
    expect(await drilled(reason)).toEqual([{ tenant_id: workspace, scope: "model", subject: "rebound-7", outcome: "passed" }]);
  });
});

test("a halt of a model says that nothing is sold by it, whatever its verb", async () => {
  const words = await halt({ scope: "model", subject: "rebound-7", verb: "flatten", json: false });
  expect(words).toContain("what it decides is refused from now on");
  expect(words).not.toContain("sold at once");
});

test.each([
  ["a scope without what it is of", { scope: "model" }],
  ["a subject of everything", { scope: "all", subject: "x" }],
  ["a subject of no scope", { subject: "x" }],
  ["two ways to say one thing", { scope: "account", subject: "x", account: "y" }],
] as const)("%s is refused", async (_, options) => {
  await expect(halt(options)).rejects.toMatchObject({ name: "UsageError" });
});
