import { makeBook, makeWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { createControlPlane, type Models } from "./prisma.ts";
import { inTransaction } from "./pool.ts";
import { withTenant } from "./tenant.ts";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
const controlPlane = createControlPlane();
const [ours, theirs] = [await makeWorkspace(owner), await makeWorkspace(owner)];
const book = await makeBook(engine, ours.tenantId);
await makeBook(engine, theirs.tenantId);
afterAll(() => database.drop());

async function inWorkspace<T>(tenantId: string, work: (models: Models) => Promise<T>): Promise<T> {
  return withTenant(web, tenantId, (client) => controlPlane.join(client, work));
}

function commandOf(tenantId: string, id: string): Parameters<Models["command"]["create"]>[0] {
  return { data: { tenantId, id, kind: "halt.set", payload: {}, requestedBy: ours.ownerId, requestedAtMs: 1n, state: "pending" } };
}

test("a workspace reads its own accounts, and no other's", async () => {
  const accounts = await inWorkspace(ours.tenantId, (models) =>
    models.account.findMany({ include: { profile: true, settings: true, market: true } }),
  );
  expect(accounts.map(({ id }) => id)).toEqual([book.accountId]);
});

test("members come with their names and without their password hashes", async () => {
  const members = await inWorkspace(ours.tenantId, (models) => models.membership.findMany({ include: { person: true } }));
  expect(members.map(({ person }) => Object.keys(person).sort())).toEqual([["createdAtMs", "email", "id", "name"]]);
});

test("every model can be read by the web role", async () => {
  await inWorkspace(ours.tenantId, async (models) => {
    const reads = [
      () => models.tenant.findFirst(),
      () => models.person.findFirst(),
      () => models.membership.findFirst(),
      () => models.invitation.findFirst(),
      () => models.market.findFirst(),
      () => models.instrument.findFirst(),
      () => models.series.findFirst(),
      () => models.riskProfileVersion.findFirst(),
      () => models.strategySettingsVersion.findFirst(),
      () => models.account.findFirst(),
      () => models.killSwitch.findFirst(),
      () => models.command.findFirst(),
      () => models.approval.findFirst(),
    ];
    for (const read of reads) await read();
  });
});

test("models and SQL share one transaction: each sees the other's rows, and both are undone together", async () => {
  const id = crypto.randomUUID();
  const failing = withTenant(web, ours.tenantId, (client) =>
    controlPlane.join(client, async (models) => {
      await models.command.create(commandOf(ours.tenantId, id));
      const { rowCount } = await client.query("select 1 from commands where id = $1", [id]);
      expect(rowCount).toBe(1);
      throw new Error("changed my mind");
    }),
  );
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await inWorkspace(ours.tenantId, (models) => models.command.findMany({ where: { id } }))).toEqual([]);
});

test("workspaces that read in the same moment each read their own", async () => {
  const asked = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? ours : theirs));
  const found = await Promise.all(
    asked.map(({ tenantId, ownerId }) =>
      inWorkspace(tenantId, async (models) => [
        await models.membership.findUnique({ where: { tenantId_personId: { tenantId, personId: ownerId } } }),
        ...(await models.membership.findMany()),
      ]),
    ),
  );
  expect(found.map((rows) => rows.map((row) => row?.tenantId))).toEqual(asked.map(({ tenantId }) => [tenantId, tenantId]));
});

test("a command of another workspace is refused", async () => {
  const write = inWorkspace(ours.tenantId, (models) => models.command.create(commandOf(theirs.tenantId, ours.tenantId)));
  await expect(write).rejects.toThrow(/row-level security/);
});

test("nothing is read without a workspace, nor after its transaction", async () => {
  await expect(inTransaction(web, (client) => controlPlane.join(client, (models) => models.account.findMany()))).rejects.toThrow(
    /no workspace is named/,
  );
  const late = await inWorkspace(ours.tenantId, (models) => Promise.resolve(models));
  await expect(late.account.findMany()).rejects.toThrow(/[Tt]ransaction/);
});
