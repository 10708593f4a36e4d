import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { Tx } from "../database.ts";
import { nodeSha256 } from "../sha256.ts";

/** Instruments of the first strategy settings: those with hourly bars here, else the two that every venue has. */
const INSTRUMENTS_MAX = 10;
const WITHOUT_BARS = ["BTC/USD", "ETH/USD"];
const REASON = "Shipped preset";

type Seeded = { readonly author: string; readonly nowMs: number };

async function hourlySymbols(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.rows<{ readonly symbol: string }>(
    "select distinct symbol from series where timeframe_ms = $1 order by symbol limit $2",
    [HOUR_MS, INSTRUMENTS_MAX],
  );
  return rows.length === 0 ? WITHOUT_BARS : rows.map(({ symbol }) => symbol);
}

/** What a new workspace may choose from at once: both risk presets and the reference strategy, as first versions of its own. */
export async function seedPresets(tx: Tx, { author, nowMs }: Seeded): Promise<void> {
  for (const profile of [GUARDED_PROFILE, BALANCED_PROFILE]) {
    const body = encodeRiskProfile(profile);
    await tx.rows(
      `insert into risk_profile_versions (tenant_id, profile_key, version, hash, body, author, reason, created_at_ms) values (tenant_id(), $1, 1, $2, $3, $4, $5, $6)`,
      [profile.name, nodeSha256(body), body, author, REASON, nowMs],
    );
  }
  const settings = encodeStrategySettings(defaultEmaAtrSettings(await hourlySymbols(tx)));
  await tx.rows(
    `insert into strategy_settings_versions (tenant_id, settings_key, version, hash, body, author, reason, created_at_ms) values (tenant_id(), 'ema-atr', 1, $1, $2, $3, $4, $5)`,
    [nodeSha256(settings), settings, author, REASON, nowMs],
  );
}
