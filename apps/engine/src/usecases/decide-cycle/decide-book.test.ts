import { openAccountState, type AccountState } from "@ballast/core/decision/account-state";
import { emptyChains } from "@ballast/core/decision/open-book";
import { coinInstrument, stepsOf, walkOf } from "@ballast/core/decision/walk-fixture";
import type { Bar } from "@ballast/core/market/bar";
import { openLadder } from "@ballast/core/risk/ladder";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { decideBook, type BookWork } from "./decide-book.ts";

const MIDNIGHT_MS = Date.UTC(2024, 0, 11);
const USD = 100_000_000n;
const COIN = 1_000_000_000_000n;
const BTC = coinInstrument("BTC");
const settings = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: HOUR_MS, instruments: [BTC.symbol] },
});
const terms = {
  sha256,
  settings,
  profile: GUARDED_PROFILE,
  instruments: [BTC],
  startingUnits: 100_000n * USD,
  takerFeeBps: 0,
  slippageBps: 0,
};
const { context, decide, shared, coreHash } = walkOf(terms);

/** What the account is worth at the closes from 20:00 on: a thousand coins and no cash. */
const CLOSES = [100, 100, 100, 100, 99, 98, 96, 95, 94, 93, 92] as const;
const bars = CLOSES.map((close, index): Bar => {
  const tsMs = MIDNIGHT_MS + (index - 5) * HOUR_MS;
  return { tsMs, open: close, high: close, low: close, close, volume: 1_000_000 };
});
const snapshots = stepsOf(sha256, new Map([[BTC.symbol, bars]]), settings).map(({ snapshot }) => snapshot);

const opened = openAccountState({ baseCurrency: "USD", startingUnits: 1n });
const held: AccountState = {
  ...opened,
  balances: [
    { asset: "BTC", total: 1_000n * COIN, held: 0n },
    { asset: "USD", total: 0n, held: 0n },
  ],
  positions: [
    {
      symbol: BTC.symbol,
      quantity: 1_000n * COIN,
      lots: [{ n: 1, openedMs: MIDNIGHT_MS - DAY_MS, quantity: 1_000n * COIN, priceUnits: 100n * COIN, costUnits: 100_000n * USD }],
    },
  ],
  ladder: openLadder({ equityUnits: 100_000n * USD, nowMs: MIDNIGHT_MS - DAY_MS }),
};

test("an outage over midnight forgives no loss: its closes are kept, and the first slot behind it counts from midnight's", () => {
  const work: BookWork = {
    ...{ tenantKey: "tenant", context, ...shared, active: undefined, state: { value: held, hash: new Uint8Array(32) } },
    ...{ heads: { ...emptyChains(), ledgerSeq: held.next.transaction - 1 }, kills: { given: [], own: [] }, isHaltable: true },
    ...{ rearmAfterMs: undefined, isFenceHeld: true },
  };
  const newestMs = MIDNIGHT_MS + 6 * HOUR_MS;
  const nowMs = newestMs + 2_000;
  const progress = decideBook(work, snapshots, { decide, coreHash, newestMs, nowMs: () => nowMs, findBreaks: () => [] });
  expect(progress.slots.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["SKIPPED", "OUTAGE"],
    ["RUN", "INTENTS"],
  ]);
  expect(progress.receipts).toHaveLength(1);
  expect(progress.receipts[0]?.reasonCodes).toContain("DAILY_LOSS_HALT");
  expect(progress.state.value.ladder).toMatchObject({ dayStartMs: MIDNIGHT_MS, dayOpenUnits: 99_000n * USD, haltedBy: "daily_loss" });
  // 7 % below the 99,000 of midnight, and hardly 1 % below the hour before.
  expect(progress.equityUnits).toBe(92_000n * USD);
});
