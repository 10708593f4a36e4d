import { randomUUID } from "node:crypto";
import { makeBook, makeMember, makeWorkspace, TEST_MARKET_KEY, type TestBook } from "@ballast/testing/factories";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { callTRPCProcedure, TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedIn, Surroundings } from "../context.ts";
import { contextOf } from "../in-process.ts";
import { listProcedures, type Procedure } from "../list-procedures.mapper.ts";
import { mayRole, ROLES, SELF_PERMISSIONS, type Permission, type Role } from "../permissions.ts";
import { giveContent } from "../fixtures/book-content.ts";
import { createSurroundings } from "../surroundings.ts";
import { appRouter } from "./app-router.ts";

/** Every procedure × role × workspace on a real database: rights are what the table says, and a workspace is a wall. */

let database: TestDatabase;
let surroundings: Surroundings;
let book: TestBook;
let otherTenantId: string;
const personByRole = new Map<Role, string>();

beforeAll(async () => {
  database = await testDatabase();
  surroundings = createSurroundings({ pool: database.pools.web, now: Date.now, newId: randomUUID });
  const { tenantId, ownerId } = await makeWorkspace(database.pools.owner);
  personByRole.set("owner", ownerId);
  for (const role of ROLES) if (role !== "owner") personByRole.set(role, await makeMember(database.pools.owner, { tenantId, role }));
  book = await makeBook(database.pools.engine, tenantId);
  await giveContent(surroundings.database, { engine: database.pools.engine, book });
  otherTenantId = (await makeWorkspace(database.pools.owner)).tenantId;
});

afterAll(() => database.drop());

function signedInAs(role: Role): SignedIn {
  const personId = personByRole.get(role);
  if (personId === undefined) throw new Error(`no person is ${role}`);
  return { personId, email: `${role}@example.test`, name: role, sessionId: randomUUID() };
}

/** An input that each procedure takes, beside the workspace. What it names need not exist: rights are asked first. */
function inputsOf(): Readonly<Record<string, object>> {
  const { accountId } = book;
  const reason = "a test";
  const target = { scope: "workspace" };
  return {
    "account.askParity": { accountId, days: 7 },
    "account.byId": { accountId },
    "account.create": {
      name: "New",
      marketKey: TEST_MARKET_KEY,
      baseCurrency: "USD",
      startingBalance: "10000",
      profileKey: "test",
      settingsKey: "test",
    },
    "account.equity": { accountId },
    "account.fills": { accountId },
    "account.list": {},
    "account.options": {},
    "account.orders": { accountId },
    "account.parity": { accountId },
    "account.pnl": { accountId },
    "command.byId": { commandId: randomUUID() },
    "decision.askReplay": { accountId, receiptSeq: 1 },
    "decision.byKey": { accountId, receiptSeq: 1 },
    "decision.list": {},
    "decision.replay": { commandId: randomUUID() },
    "decision.symbols": {},
    "halt.consequence": { target },
    "halt.drill": { target, verb: "block_entries", reason },
    "halt.drills": {},
    "halt.list": {},
    "halt.release": { haltId: randomUUID(), reason },
    "halt.set": { target, verb: "block_entries", reason },
    "halt.standings": {},
    "invitation.accept": { token: "x".repeat(43), name: "X", password: "a long password" },
    "invitation.preview": { token: "x".repeat(43) },
    "lab.asked": { commandId: randomUUID() },
    "lab.bars": { studyId: randomUUID(), symbol: "BTC/USD", fromMs: 0, toMs: 1 },
    "lab.byId": { studyId: randomUUID() },
    "lab.cancel": { studyId: randomUUID(), reason },
    "lab.check": { written: {} },
    "lab.compare": { studyIds: [randomUUID()] },
    "lab.datasets": {},
    "lab.declareHoldout": { source: "archive", instruments: ["BTC/USD"], timeframeMs: 3_600_000, fromMs: 0, reason },
    "lab.ledger": {},
    "lab.list": {},
    "lab.openHoldout": { holdoutId: randomUUID(), reason },
    "lab.request": { written: {} },
    "lab.sweep": { studyId: randomUUID() },
    "lab.trials": { datasetHash: "0".repeat(64) },
    "live.updates": {},
    "market.candles": { marketKey: TEST_MARKET_KEY, symbol: "BTC/USD" },
    "market.list": {},
    "market.overlay": { accountId, symbol: "BTC/USD", fromMs: 0, toMs: 1 },
    "market.regimeChanges": { marketKey: TEST_MARKET_KEY, fromMs: 0, toMs: 1 },
    "member.changeRole": { personId: randomUUID(), role: "viewer", reason },
    "member.decideRole": { requestId: randomUUID(), decision: "rejected" },
    "member.invite": { email: `${randomUUID()}@example.test`, role: "viewer" },
    "member.list": {},
    "member.remove": { personId: randomUUID(), reason },
    "member.revokeInvitation": { invitationId: randomUUID() },
    "overview.summary": {},
    "profile.askWhatIf": { accountId, profileKey: "guarded", version: 1, days: 7 },
    "profile.assign": { accountId, profileKey: "balanced", version: 1, reason },
    "profile.check": { key: "guarded", baseVersion: 1, written: {} },
    "profile.decideRaise": { requestId: randomUUID(), decision: "rejected" },
    "profile.diff": { before: { key: "guarded", version: 1 }, after: { key: "balanced", version: 1 } },
    "profile.list": {},
    "profile.raises": {},
    "profile.save": { key: "guarded", baseVersion: 1, written: {}, reason },
    "profile.versions": { key: "guarded" },
    "profile.whatIf": { commandId: randomUUID() },
    "session.changePassword": { currentPassword: "a wrong password", newPassword: "a new long password" },
    "session.list": {},
    "session.me": {},
    "session.revoke": { sessionId: randomUUID() },
    "session.revokeAll": { exceptCurrent: true },
    "setup.create": {},
    "setup.state": {},
    "strategy.campaigns": {},
    "strategy.regime": { marketKey: TEST_MARKET_KEY },
    "strategy.regimeReliability": { marketKey: TEST_MARKET_KEY },
    "strategy.settings": {},
    "strategy.transitions": { accountId },
    "workspace.pending": {},
    "workspace.status": {},
  };
}

const procedures = listProcedures();
const permittedProcedures = procedures.flatMap(({ path, type, meta }) =>
  meta !== undefined && "permission" in meta ? [{ path, type, permission: meta.permission }] : [],
);

function isSelf(permission: Permission): boolean {
  return SELF_PERMISSIONS.some((self) => self === permission);
}

/** The refusal's code, or `done`. A failure of ours is none of the answers that rights may give. */
async function answerOf(
  { path, type }: Pick<Procedure, "path" | "type">,
  of: { readonly signedIn: SignedIn | undefined; readonly workspaceId: string },
): Promise<string> {
  const controller = new AbortController();
  controller.abort();
  const input = { workspaceId: of.workspaceId, ...inputsOf()[path] };
  try {
    await callTRPCProcedure({
      router: appRouter, path, type, ctx: contextOf(surroundings, of.signedIn), getRawInput: () => Promise.resolve(input), signal: controller.signal, batchIndex: 0,
    }); // prettier-ignore
    return "done";
  } catch (error) {
    if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw new Error(`${path} failed`, { cause: error });
    return error.code;
  }
}

describe("every procedure", () => {
  it("has an input here", () => {
    expect(Object.keys(inputsOf()).sort()).toEqual(procedures.map(({ path }) => path).sort());
  });

  it.each(permittedProcedures)("$path wants a sign-in", async (procedure) => {
    await expect(answerOf(procedure, { signedIn: undefined, workspaceId: book.tenantId })).resolves.toBe("UNAUTHORIZED");
  });

  it.each(permittedProcedures.flatMap((procedure) => ROLES.map((role) => ({ ...procedure, role }))))(
    "$path answers $role as the table says",
    async ({ role, ...procedure }) => {
      const answer = await answerOf(procedure, { signedIn: signedInAs(role), workspaceId: book.tenantId });
      if (mayRole(role, procedure.permission)) expect(answer).not.toBe("FORBIDDEN");
      else expect(answer).toBe("FORBIDDEN");
      expect(answer).not.toBe("UNAUTHORIZED");
    },
  );

  it.each(
    permittedProcedures
      .filter(({ permission }) => !isSelf(permission))
      .flatMap((procedure) => ROLES.map((role) => ({ ...procedure, role }))),
  )("$path shows $role nothing of a workspace that is not theirs", async ({ role, ...procedure }) => {
    await expect(answerOf(procedure, { signedIn: signedInAs(role), workspaceId: otherTenantId })).resolves.toBe("NOT_FOUND");
    await expect(answerOf(procedure, { signedIn: signedInAs(role), workspaceId: randomUUID() })).resolves.toBe("NOT_FOUND");
  });
});
