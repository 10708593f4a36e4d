import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openTestEngine, passHours, type TestEngine } from "../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../testing/test-market.ts";
import { checkpointChains } from "./checkpoint-chains.ts";

const HOUR = 500 * HOUR_MS;
const OWNER_ONLY = 0o600;
const checkpointSchema = z.strictObject({
  version: z.int(),
  hourMs: z.int(),
  heads: z.array(z.strictObject({ chain: z.string(), subject: z.string(), seq: z.int(), hash: z.hex() })),
  publicKey: z.string(),
  signature: z.hex(),
});

const database = await testDatabase();
const stateDir = await mkdtemp(join(tmpdir(), "ballast-checkpoint-"));
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir, wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha")] });
  await passHours(engine, TEST_MARKET, 1);
});
afterAll(async () => {
  await database.drop();
  await rm(stateDir, { recursive: true });
});

const read = (hourMs: number): Promise<string> => readFile(join(stateDir, "checkpoints", `${hourMs}.json`), "utf8");

/** What a stranger does: rebuilds the signed bytes from the file alone. */
function isSigned({ version, hourMs, heads, publicKey, signature }: z.infer<typeof checkpointSchema>): boolean {
  const writer = new CanonicalWriter().u32(version).i64(hourMs);
  writer.list(heads, ({ chain, subject, seq, hash }) => writer.text(chain).text(subject).i64(seq).bytes(Buffer.from(hash, "hex")));
  return verify(null, writer.finish(), createPublicKey(publicKey), Buffer.from(signature, "hex"));
}

test("a checkpoint holds every head, and whoever has the public key can verify it", async () => {
  await checkpointChains(engine.ports, HOUR);
  const checkpoint = checkpointSchema.parse(JSON.parse(await read(HOUR)));
  expect(isSigned(checkpoint)).toBe(true);
  const { rows } = await database.pools.owner.query<{ seq: number; hash: Buffer }>(
    "select receipt_seq as seq, receipt_hash as hash from books",
  );
  for (const { seq, hash } of rows)
    expect(checkpoint.heads).toContainEqual(expect.objectContaining({ chain: "receipts", seq, hash: hash.toString("hex") }));
  expect(checkpoint.heads.map(({ chain }) => chain).sort()).toEqual(expect.arrayContaining(["ledger", "receipts"]));
  const [first] = checkpoint.heads;
  if (first === undefined) throw new Error("no head");
  expect(isSigned({ ...checkpoint, heads: [{ ...first, seq: first.seq + 1 }, ...checkpoint.heads.slice(1)] })).toBe(false);
  expect((await stat(join(stateDir, "secrets/checkpoint-key.pem"))).mode & 0o777).toBe(OWNER_ONLY);
});

test("the same hour again changes nothing, and the next hour is signed with the same key", async () => {
  await checkpointChains(engine.ports, HOUR + HOUR_MS);
  const first = await read(HOUR + HOUR_MS);
  await passHours(engine, TEST_MARKET, 2);
  expect(await checkpointChains(engine.ports, HOUR + HOUR_MS)).toMatchObject({ isNew: false });
  expect(await read(HOUR + HOUR_MS)).toBe(first);
  expect(await checkpointChains(engine.ports, HOUR + 2 * HOUR_MS)).toMatchObject({ isNew: true });
  const [one, other] = [first, await read(HOUR + 2 * HOUR_MS)].map((text) => checkpointSchema.parse(JSON.parse(text)));
  expect(other?.publicKey).toBe(one?.publicKey);
  expect(other?.heads).not.toEqual(one?.heads);
});
