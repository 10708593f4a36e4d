import { makeBook, makeWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openControlPlane } from "./prisma.ts";

const database = await testDatabase();
const { owner, engine } = database.pools;
const controlPlane = openControlPlane({ url: database.webUrl, connectionsMax: 2 });
const [ours, theirs] = [await makeWorkspace(owner), await makeWorkspace(owner)];
const book = await makeBook(engine, ours.tenantId);
await makeBook(engine, theirs.tenantId);
afterAll(async () => {
  await controlPlane.close();
  await database.drop();
});

test("a workspace reads its own accounts with what hangs on them, and no other's", async () => {
  const accounts = await controlPlane.withTenant(ours.tenantId, (tx) =>
    tx.account.findMany({ include: { profile: true, settings: true, market: true, books: { include: { balances: true } } } }),
  );
  expect(accounts.map(({ id }) => id)).toEqual([book.accountId]);
  expect(accounts[0]?.startingUnits.toFixed()).toBe("1000000000000");
  expect(accounts[0]?.books[0]?.balances.map(({ asset }) => asset).sort()).toEqual(["BTC", "USD"]);
});

test("members come with their names and without their password hashes", async () => {
  const members = await controlPlane.withTenant(ours.tenantId, (tx) => tx.membership.findMany({ include: { person: true } }));
  expect(members.map(({ person }) => Object.keys(person).sort())).toEqual([["createdAtMs", "email", "id", "name"]]);
});

test("every model can be read by the web role", async () => {
  await controlPlane.withTenant(ours.tenantId, async (tx) => {
    const reads = [
      () => tx.tenant.findFirst(),
      () => tx.person.findFirst(),
      () => tx.membership.findFirst(),
      () => tx.invitation.findFirst(),
      () => tx.market.findFirst(),
      () => tx.instrument.findFirst(),
      () => tx.series.findFirst(),
      () => tx.datasetPassport.findFirst(),
      () => tx.riskProfileVersion.findFirst(),
      () => tx.strategySettingsVersion.findFirst(),
      () => tx.account.findFirst(),
      () => tx.run.findFirst(),
      () => tx.book.findFirst(),
      () => tx.balance.findFirst(),
      () => tx.order.findFirst(),
      () => tx.killSwitch.findFirst(),
      () => tx.command.findFirst(),
      () => tx.approval.findFirst(),
    ];
    for (const read of reads) await read();
  });
});

test("a command of another workspace is refused", async () => {
  const write = controlPlane.withTenant(ours.tenantId, (tx) =>
    tx.command.create({
      data: {
        tenantId: theirs.tenantId,
        id: ours.tenantId,
        kind: "halt",
        payload: {},
        requestedBy: ours.ownerId,
        requestedAtMs: 1n,
        state: "pending",
      },
    }),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});

test("nothing is read without a workspace", async () => {
  await expect(controlPlane.withTenant("", (tx) => tx.account.findMany())).rejects.toThrow(/no workspace is named/);
});
