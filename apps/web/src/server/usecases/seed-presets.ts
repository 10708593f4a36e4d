import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { ModelsTx } from "../database.ts";
import { nodeSha256 } from "../sha256.ts";

/** Instruments of the first strategy settings: those with hourly bars here, else the two that every venue has. */
const INSTRUMENTS_MAX = 10;
const WITHOUT_BARS = ["BTC/USD", "ETH/USD"];
const REASON = "Shipped preset";

type Seeded = { readonly author: string; readonly nowMs: number };

async function hourlySymbols({ models }: ModelsTx): Promise<readonly string[]> {
  const rows = await models.series.groupBy({
    by: ["symbol"],
    where: { timeframeMs: HOUR_MS },
    orderBy: { symbol: "asc" },
    take: INSTRUMENTS_MAX,
  });
  return rows.length === 0 ? WITHOUT_BARS : rows.map(({ symbol }) => symbol);
}

function hashed(body: Uint8Array): { readonly hash: Uint8Array<ArrayBuffer>; readonly body: Uint8Array<ArrayBuffer> } {
  return { hash: Uint8Array.from(nodeSha256(body)), body: Uint8Array.from(body) };
}

/** What a new workspace may choose from at once: both risk presets and the reference strategy, as first versions of its own. */
export async function seedPresets(tx: ModelsTx, { author, nowMs }: Seeded): Promise<void> {
  const { models, tenantId } = tx;
  const first = { tenantId, version: 1, author, reason: REASON, createdAtMs: nowMs };
  for (const profile of [GUARDED_PROFILE, BALANCED_PROFILE]) {
    const body = encodeRiskProfile(profile);
    await models.riskProfileVersion.create({ data: { ...first, profileKey: profile.name, ...hashed(body) } });
  }
  const settings = encodeStrategySettings(defaultEmaAtrSettings(await hourlySymbols(tx)));
  await models.strategySettingsVersion.create({ data: { ...first, settingsKey: "ema-atr", ...hashed(settings) } });
}
