/** How one coin of the synthetic market behaves. Returns are per hour, as logarithms. */
export type SyntheticCoin = {
  readonly symbol: string;
  /** The price around which its long swings go, in USD. */
  readonly basePrice: number;
  /** Decimals of its prices, the tick of its instrument. */
  readonly priceDecimals: number;
  /** Its answer to a move of the whole market. */
  readonly beta: number;
  readonly cluster: Cluster;
  /** Its answer to a move of its cluster. */
  readonly clusterWeight: number;
  /** Standard deviation of what is its own, in units of the market's hourly volatility. */
  readonly ownVolatility: number;
  /** Coins traded in a quiet hour. */
  readonly baseVolume: number;
};

export const CLUSTERS = ["major", "platform", "payment"] as const;
export type Cluster = (typeof CLUSTERS)[number];

/** The ten coins, ordered by canonical symbol: draws are taken in this order, so the order is part of the market. */
export const SYNTHETIC_COINS: readonly SyntheticCoin[] = [
  {
    symbol: "ADA/USD",
    basePrice: 0.62,
    priceDecimals: 6,
    beta: 1.15,
    cluster: "platform",
    clusterWeight: 0.7,
    ownVolatility: 0.75,
    baseVolume: 420_000,
  },
  {
    symbol: "AVAX/USD",
    basePrice: 32,
    priceDecimals: 2,
    beta: 1.3,
    cluster: "platform",
    clusterWeight: 0.8,
    ownVolatility: 0.85,
    baseVolume: 6_500,
  },
  {
    symbol: "BTC/USD",
    basePrice: 61_000,
    priceDecimals: 1,
    beta: 0.95,
    cluster: "major",
    clusterWeight: 0.35,
    ownVolatility: 0.3,
    baseVolume: 95,
  },
  {
    symbol: "DOGE/USD",
    basePrice: 0.14,
    priceDecimals: 7,
    beta: 1.25,
    cluster: "payment",
    clusterWeight: 0.7,
    ownVolatility: 1.1,
    baseVolume: 2_600_000,
  },
  {
    symbol: "DOT/USD",
    basePrice: 7.2,
    priceDecimals: 4,
    beta: 1.2,
    cluster: "platform",
    clusterWeight: 0.75,
    ownVolatility: 0.7,
    baseVolume: 31_000,
  },
  {
    symbol: "ETH/USD",
    basePrice: 3_100,
    priceDecimals: 2,
    beta: 1.1,
    cluster: "major",
    clusterWeight: 0.45,
    ownVolatility: 0.45,
    baseVolume: 1_150,
  },
  {
    symbol: "LINK/USD",
    basePrice: 15.5,
    priceDecimals: 5,
    beta: 1.2,
    cluster: "platform",
    clusterWeight: 0.6,
    ownVolatility: 0.85,
    baseVolume: 17_000,
  },
  {
    symbol: "POL/USD",
    basePrice: 0.55,
    priceDecimals: 4,
    beta: 1.2,
    cluster: "platform",
    clusterWeight: 0.75,
    ownVolatility: 0.8,
    baseVolume: 360_000,
  },
  {
    symbol: "SOL/USD",
    basePrice: 148,
    priceDecimals: 2,
    beta: 1.35,
    cluster: "platform",
    clusterWeight: 0.7,
    ownVolatility: 0.8,
    baseVolume: 12_500,
  },
  {
    symbol: "XRP/USD",
    basePrice: 0.58,
    priceDecimals: 5,
    beta: 0.95,
    cluster: "payment",
    clusterWeight: 0.6,
    ownVolatility: 0.9,
    baseVolume: 640_000,
  },
];

const SYMBOLS: readonly string[] = SYNTHETIC_COINS.map(({ symbol }) => symbol);

/** Canonical symbols of the synthetic market, in symbol order. */
export function syntheticSymbols(): readonly string[] {
  return SYMBOLS;
}
