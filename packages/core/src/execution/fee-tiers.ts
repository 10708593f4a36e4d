import type { OrderKind } from "../risk/order-terms.ts";

/** What a venue takes from an account that traded at least so much in the last 30 days. */
export type FeeTier = {
  /** In whole US dollars. */
  readonly volumeUsdMin: number;
  readonly makerFeeBps: number;
  readonly takerFeeBps: number;
};

/**
 * Kraken's schedule for spot pairs of coins, as its `GET /0/public/AssetPairs` states it for XBTUSD in
 * `fees` and `fees_maker` (percent by 30-day volume; recorded in 2025). Pairs of stablecoins and of
 * currencies have schedules of their own; so may an account, which then says its own fee.
 */
export const KRAKEN_SPOT_TIERS: readonly FeeTier[] = Object.freeze([
  { volumeUsdMin: 0, makerFeeBps: 25, takerFeeBps: 40 },
  { volumeUsdMin: 10_000, makerFeeBps: 20, takerFeeBps: 35 },
  { volumeUsdMin: 50_000, makerFeeBps: 14, takerFeeBps: 24 },
  { volumeUsdMin: 100_000, makerFeeBps: 12, takerFeeBps: 22 },
  { volumeUsdMin: 250_000, makerFeeBps: 10, takerFeeBps: 20 },
  { volumeUsdMin: 500_000, makerFeeBps: 8, takerFeeBps: 18 },
  { volumeUsdMin: 1_000_000, makerFeeBps: 6, takerFeeBps: 16 },
  { volumeUsdMin: 2_500_000, makerFeeBps: 4, takerFeeBps: 14 },
  { volumeUsdMin: 5_000_000, makerFeeBps: 2, takerFeeBps: 12 },
  { volumeUsdMin: 10_000_000, makerFeeBps: 0, takerFeeBps: 10 },
]);

/** The highest tier that a 30-day volume in US dollars reaches. A negative volume is a broken invariant. */
export function feeTierOf(volumeUsd: number, tiers: readonly FeeTier[] = KRAKEN_SPOT_TIERS): FeeTier {
  const tier = tiers.findLast(({ volumeUsdMin }) => volumeUsd >= volumeUsdMin);
  if (tier === undefined) throw new RangeError(`no fee tier for a volume of ${volumeUsd}`);
  return tier;
}

/**
 * Whether an order takes what stands in the book or is what others take. Each kind that there is takes:
 * a stop and a take profit become market orders where they are triggered. An order that rests at a
 * limit, post-only, would make.
 */
export function liquidityOf(kind: OrderKind): "maker" | "taker" {
  switch (kind) {
    case "market":
    case "stop-loss":
    case "take-profit":
      return "taker";
  }
}

/** What an order of a kind pays in a tier, basis points. */
export function feeBpsOf(kind: OrderKind, { makerFeeBps, takerFeeBps }: Omit<FeeTier, "volumeUsdMin">): number {
  return liquidityOf(kind) === "maker" ? makerFeeBps : takerFeeBps;
}
