import { tmpdir } from "node:os";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { isTrackBehind } from "@ballast/db/repositories/due-work";
import { findLineage, readSnapshots } from "@ballast/db/repositories/snapshots";
import { loadTrack } from "@ballast/db/repositories/tracks";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { readSlots } from "../../testing/book-rows.ts";
import { openTestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { createAccount } from "../accounts/create-account.ts";
import { tickMarket } from "./tick-market.ts";

const HOURS = 12;
const database = await testDatabase();
const { owner, engine: pool } = database.pools;
afterAll(database.drop);

/** Brisk settings whose averages nobody else asked for. */
const settingsOf = (slow: number) => strategySettingsSchema.parse({ ...briskSettings(["BTC/USD", "ETH/USD"]), slow });

test("accounts that need new features are opened while the market goes on, and no close lacks a feature", async () => {
  const engines = await Promise.all(
    ["opener", "other opener", "ticker"].map((workerName) =>
      openTestEngine({ pool, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs, workerName, shards: 1 }),
    ),
  );
  const [opener, otherOpener, ticker] = engines;
  if (opener === undefined || otherOpener === undefined || ticker === undefined) throw new Error("no engine");
  const { tenantId } = await seedTestMarket(opener.ports, { owner, accounts: [briskAccount("first")] });
  const open = async ({ ports }: typeof opener, slows: readonly number[]): Promise<void> => {
    for (const slow of slows) {
      await createAccount(ports, { tenantId, actor: "test", account: briskAccount(`slow-${slow}`, { settings: settingsOf(slow) }) });
    }
  };
  const tick = async (): Promise<void> => {
    for (let hour = 1; hour <= HOURS; hour += 1) {
      await tickMarket(ticker.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + hour * HOUR_MS });
      await ticker.drain();
    }
  };
  await Promise.all([open(opener, [7, 9]), open(otherOpener, [8, 10]), tick()]);
  await tickMarket(ticker.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + (HOURS + 1) * HOUR_MS });
  await ticker.drain();

  const track = await loadTrack(pool, TEST_MARKET.key);
  if (track === undefined) throw new Error("the market has no track");
  expect(await isTrackBehind(pool, TEST_MARKET.key)).toBe(false);
  const lineage = await findLineage(pool, track.lineageId);
  for (const slow of [7, 8, 9, 10])
    expect(lineage?.featureNames).toEqual(expect.arrayContaining([...lineageNeedsOf(settingsOf(slow), "governed").featureNames]));
  const closes = await readSnapshots(pool, {
    lineageId: track.lineageId,
    fromMs: TEST_MARKET.originMs,
    toMs: track.horizonMs,
    limit: 1_000,
  });
  expect(closes.at(-1)?.closeMs).toBe(TEST_MARKET.cursorMs + (HOURS + 1) * HOUR_MS);
  expect(closes).toHaveLength((track.horizonMs - TEST_MARKET.originMs) / HOUR_MS);

  // Whoever was opened has every slot since, up to the last close.
  const slots = await readSlots(owner);
  for (const account of ["first", "slow-7", "slow-8", "slow-9", "slow-10"]) {
    const own = slots.filter((slot) => slot.account === account).map(({ atMs }) => atMs);
    expect(own.at(-1)).toBe(track.horizonMs);
    expect(own).toEqual(own.map((_, index) => (own[0] ?? 0) + index * HOUR_MS));
  }
  await expectLedgerCoherent(owner);
});
