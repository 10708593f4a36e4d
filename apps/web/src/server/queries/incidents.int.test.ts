import { randomUUID } from "node:crypto";
import { makeBook, makeMember, makeWorkspace, TEST_NOW_MS, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { giveContent } from "../fixtures/book-content.ts";
import { callAs, type Caller } from "../in-process.ts";
import { createSurroundings } from "../surroundings.ts";
import { incidentsOfReceipt } from "./incidents.ts";

const database = await testDatabase();
const { owner, engine, web } = database.pools;
const surroundings = createSurroundings({ pool: web, now: Date.now, newId: randomUUID });
afterAll(database.drop);

let workspaceId: string;
let book: TestBook;
let viewer: Caller;

beforeEach(async () => {
  workspaceId = (await makeWorkspace(owner)).tenantId;
  book = await makeBook(engine, workspaceId);
  await giveContent(surroundings.database, { engine, book });
  const personId = await makeMember(owner, { tenantId: workspaceId, role: "viewer" });
  viewer = callAs(surroundings, { personId, email: "", name: "", sessionId: randomUUID() });
});

async function open(receiptSeq: number | null, kind = "REPLAY_MISMATCH"): Promise<string> {
  const id = randomUUID();
  await engine.query(
    `insert into incidents (tenant_id, id, kind, opened_at_ms, opened_by, account_id, run_id, receipt_seq, subject, facts)
     values ($1, $2, $3, $4, 'engine-1', $5, $6, $7, 'a slot', '{"field": "outcome", "stored": "REFUSED", "replayed": "NO_TRADE"}')`,
    [workspaceId, id, kind, TEST_NOW_MS, book.accountId, book.runId, receiptSeq],
  );
  return id;
}

const close = (id: string): Promise<unknown> =>
  engine.query("insert into incident_closures values ($1, $2, $3, 'who', 'restored')", [workspaceId, id, TEST_NOW_MS + 1]);

const ofReceipt = (receiptSeq: number) =>
  surroundings.database.withTenant(workspaceId, (tx) =>
    incidentsOfReceipt(tx, { accountId: book.accountId, runId: book.runId, receiptSeq }),
  );

describe("an incident that nobody has closed", () => {
  it("is counted and told on every page, to every member of its workspace", async () => {
    const id = await open(7);
    const status = await viewer.workspace.status({ workspaceId });
    expect(status).toMatchObject({
      counts: { openIncidents: 1 },
      incidents: [{ id, receiptSeq: 7, title: "A stored decision of An account does not replay" }],
    });
    await close(id);
    await expect(viewer.workspace.status({ workspaceId })).resolves.toMatchObject({ counts: { openIncidents: 0 }, incidents: [] });
  });

  it("is not told to another workspace", async () => {
    await open(7);
    const other = await makeWorkspace(owner);
    const stranger = callAs(surroundings, { personId: other.ownerId, email: "", name: "", sessionId: randomUUID() });
    await expect(stranger.workspace.status({ workspaceId: other.tenantId })).resolves.toMatchObject({ incidents: [] });
  });

  it("waits for whoever looks, before anything else, with the way to what it concerns", async () => {
    await open(7);
    await open(null, "BOOK_BROKEN");
    const { waiting } = await viewer.overview.summary({ workspaceId });
    expect(waiting.slice(0, 2).map(({ kind, path }) => ({ kind, path }))).toEqual(
      expect.arrayContaining([
        { kind: "incident", path: `decisions/${book.accountId}/7?run=${book.runId}` },
        { kind: "incident", path: `accounts/${book.accountId}` },
      ]),
    );
  });

  it("is told on the receipt that it concerns and on no other", async () => {
    const id = await open(7);
    await expect(ofReceipt(7)).resolves.toMatchObject([{ id }]);
    await expect(ofReceipt(8)).resolves.toEqual([]);
    await close(id);
    await expect(ofReceipt(7)).resolves.toEqual([]);
  });
});
