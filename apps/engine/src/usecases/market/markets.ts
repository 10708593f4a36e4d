import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { putMarket, type Market } from "@ballast/db/repositories/markets";
import type { Pool } from "pg";

/** Imported bars; its runs have clocks of their own. */
export const ARCHIVE_MARKET: Market = {
  key: "archive",
  name: "Imported bars",
  isSynthetic: false,
  source: "archive",
  timeframeMs: HOUR_MS,
  clock: "replay",
  rate: 1,
  seed: "",
  originMs: 0,
  cursorMs: 0,
  pacedFromMs: 0,
};

const ORIGIN_MS = Date.UTC(2026, 0, 1);
const WARM_UP_MS = 30 * DAY_MS;
const HISTORY_MS = 45 * DAY_MS;
/** One market hour a second. */
const DEMO_RATE = 3_600;

/** The synthetic market: a month to warm up, six weeks that are run at once, then one market hour a second. */
export const SYNTHETIC_MARKET: Market = {
  key: "synthetic",
  name: "Synthetic market",
  isSynthetic: true,
  source: "synthetic",
  timeframeMs: HOUR_MS,
  clock: "replay",
  rate: DEMO_RATE,
  seed: "ballast",
  originMs: ORIGIN_MS,
  cursorMs: ORIGIN_MS + WARM_UP_MS,
  pacedFromMs: ORIGIN_MS + WARM_UP_MS + HISTORY_MS,
};

/** The markets that every installation has. */
export async function shipMarkets(pool: Pool): Promise<void> {
  await putMarket(pool, ARCHIVE_MARKET);
}
