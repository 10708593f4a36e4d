/**
 * Kraken's spot pairs of the governed universe, as its pair table names them and steps their prices
 * and sizes (observed in 2025). Figures change over time: a live engine reads the venue's own table at
 * boot and this one only seeds what may be traded on paper and in backtests.
 */

/** A pair of a coin. The first name is the key of the venue's answers; the others are its aliases. */
export type KrakenPair = { readonly quote: string; readonly priceDecimals: number; readonly names: readonly [string, ...string[]] };

export type KrakenCoin = {
  readonly base: string;
  readonly lotDecimals: number;
  /** Least quantity of an order, in coins. */
  readonly quantityMin: string;
  readonly pairs: readonly KrakenPair[];
};

/** Least notional of an order, by quote currency. */
export const KRAKEN_NOTIONAL_MIN: Readonly<Record<string, string>> = { USD: "0.5", EUR: "0.45", CAD: "1", USDC: "0.5", USDT: "0.5", BTC: "0.00002" };

export const KRAKEN_COINS: readonly KrakenCoin[] = [
  { base: "AAVE", lotDecimals: 8, quantityMin: "0.015", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["AAVEUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["AAVEEUR"] },
  ] },
  { base: "ADA", lotDecimals: 8, quantityMin: "4.4", pairs: [
    { quote: "USD", priceDecimals: 6, names: ["ADAUSD"] },
    { quote: "EUR", priceDecimals: 6, names: ["ADAEUR"] },
    { quote: "USDC", priceDecimals: 6, names: ["ADAUSDC"] },
    { quote: "USDT", priceDecimals: 6, names: ["ADAUSDT"] },
  ] },
  { base: "ALGO", lotDecimals: 8, quantityMin: "10", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["ALGOUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["ALGOEUR"] },
    { quote: "USDC", priceDecimals: 5, names: ["ALGOUSDC"] },
    { quote: "USDT", priceDecimals: 5, names: ["ALGOUSDT"] },
  ] },
  { base: "APT", lotDecimals: 8, quantityMin: "0.4", pairs: [
    { quote: "USD", priceDecimals: 4, names: ["APTUSD"] },
    { quote: "EUR", priceDecimals: 4, names: ["APTEUR"] },
  ] },
  { base: "AVAX", lotDecimals: 8, quantityMin: "0.1", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["AVAXUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["AVAXEUR"] },
    { quote: "USDC", priceDecimals: 2, names: ["AVAXUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["AVAXUSDT"] },
  ] },
  { base: "BCH", lotDecimals: 8, quantityMin: "0.01", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["BCHUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["BCHEUR"] },
    { quote: "USDC", priceDecimals: 2, names: ["BCHUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["BCHUSDT"] },
  ] },
  { base: "BNB", lotDecimals: 5, quantityMin: "0.008", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["BNBUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["BNBEUR"] },
    { quote: "USDC", priceDecimals: 2, names: ["BNBUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["BNBUSDT"] },
  ] },
  { base: "BTC", lotDecimals: 8, quantityMin: "0.00005", pairs: [
    { quote: "USD", priceDecimals: 1, names: ["XXBTZUSD", "XBTUSD", "XBT/USD"] },
    { quote: "EUR", priceDecimals: 1, names: ["XXBTZEUR", "XBTEUR", "XBT/EUR"] },
    { quote: "CAD", priceDecimals: 1, names: ["XXBTZCAD", "XBTCAD", "XBT/CAD"] },
    { quote: "USDC", priceDecimals: 2, names: ["XBTUSDC", "XBT/USDC"] },
    { quote: "USDT", priceDecimals: 1, names: ["XBTUSDT", "XBT/USDT"] },
  ] },
  { base: "DOGE", lotDecimals: 8, quantityMin: "13", pairs: [
    { quote: "USD", priceDecimals: 7, names: ["XDGUSD", "XDG/USD"] },
    { quote: "EUR", priceDecimals: 7, names: ["XDGEUR", "XDG/EUR"] },
    { quote: "CAD", priceDecimals: 7, names: ["XDGCAD", "XDG/CAD"] },
    { quote: "USDC", priceDecimals: 5, names: ["XDGUSDC", "XDG/USDC"] },
    { quote: "USDT", priceDecimals: 5, names: ["XDGUSDT", "XDG/USDT"] },
  ] },
  { base: "DOT", lotDecimals: 8, quantityMin: "0.6", pairs: [
    { quote: "USD", priceDecimals: 4, names: ["DOTUSD"] },
    { quote: "EUR", priceDecimals: 4, names: ["DOTEUR"] },
    { quote: "USDC", priceDecimals: 4, names: ["DOTUSDC"] },
    { quote: "USDT", priceDecimals: 4, names: ["DOTUSDT"] },
  ] },
  { base: "ETC", lotDecimals: 8, quantityMin: "0.3", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["XETCZUSD", "ETCUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["XETCZEUR", "ETCEUR"] },
  ] },
  { base: "ETH", lotDecimals: 8, quantityMin: "0.002", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["XETHZUSD", "ETHUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["XETHZEUR", "ETHEUR"] },
    { quote: "CAD", priceDecimals: 2, names: ["XETHZCAD", "ETHCAD"] },
    { quote: "USDC", priceDecimals: 2, names: ["ETHUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["ETHUSDT"] },
    { quote: "BTC", priceDecimals: 5, names: ["XETHXXBT", "ETHXBT", "ETH/XBT"] },
  ] },
  { base: "FIL", lotDecimals: 8, quantityMin: "0.7", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["FILUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["FILEUR"] },
  ] },
  { base: "HBAR", lotDecimals: 5, quantityMin: "50", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["HBARUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["HBAREUR"] },
  ] },
  { base: "ICP", lotDecimals: 8, quantityMin: "0.4", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["ICPUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["ICPEUR"] },
  ] },
  { base: "KAS", lotDecimals: 5, quantityMin: "30", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["KASUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["KASEUR"] },
  ] },
  { base: "LINK", lotDecimals: 8, quantityMin: "0.2", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["LINKUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["LINKEUR"] },
    { quote: "USDC", priceDecimals: 5, names: ["LINKUSDC"] },
    { quote: "USDT", priceDecimals: 5, names: ["LINKUSDT"] },
  ] },
  { base: "LTC", lotDecimals: 8, quantityMin: "0.05", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["XLTCZUSD", "LTCUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["XLTCZEUR", "LTCEUR"] },
    { quote: "USDC", priceDecimals: 3, names: ["LTCUSDC"] },
    { quote: "USDT", priceDecimals: 5, names: ["LTCUSDT"] },
  ] },
  { base: "NEAR", lotDecimals: 8, quantityMin: "0.7", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["NEARUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["NEAREUR"] },
  ] },
  { base: "POL", lotDecimals: 5, quantityMin: "6", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["POLUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["POLEUR"] },
  ] },
  { base: "SHIB", lotDecimals: 5, quantityMin: "160000", pairs: [
    { quote: "USD", priceDecimals: 8, names: ["SHIBUSD"] },
    { quote: "EUR", priceDecimals: 8, names: ["SHIBEUR"] },
    { quote: "USDC", priceDecimals: 8, names: ["SHIBUSDC"] },
    { quote: "USDT", priceDecimals: 8, names: ["SHIBUSDT"] },
  ] },
  { base: "SOL", lotDecimals: 8, quantityMin: "0.02", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["SOLUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["SOLEUR"] },
    { quote: "CAD", priceDecimals: 2, names: ["SOLCAD"] },
    { quote: "USDC", priceDecimals: 2, names: ["SOLUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["SOLUSDT"] },
  ] },
  { base: "SUI", lotDecimals: 5, quantityMin: "0.9", pairs: [
    { quote: "USD", priceDecimals: 4, names: ["SUIUSD"] },
    { quote: "EUR", priceDecimals: 4, names: ["SUIEUR"] },
  ] },
  { base: "TAO", lotDecimals: 5, quantityMin: "0.008", pairs: [
    { quote: "USD", priceDecimals: 4, names: ["TAOUSD"] },
    { quote: "EUR", priceDecimals: 4, names: ["TAOEUR"] },
  ] },
  { base: "TON", lotDecimals: 5, quantityMin: "0.75", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["TONUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["TONEUR"] },
    { quote: "USDC", priceDecimals: 3, names: ["TONUSDC"] },
    { quote: "USDT", priceDecimals: 3, names: ["TONUSDT"] },
  ] },
  { base: "TRX", lotDecimals: 8, quantityMin: "19", pairs: [
    { quote: "USD", priceDecimals: 6, names: ["TRXUSD"] },
    { quote: "EUR", priceDecimals: 6, names: ["TRXEUR"] },
  ] },
  { base: "UNI", lotDecimals: 8, quantityMin: "0.3", pairs: [
    { quote: "USD", priceDecimals: 3, names: ["UNIUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["UNIEUR"] },
  ] },
  { base: "XLM", lotDecimals: 8, quantityMin: "20", pairs: [
    { quote: "USD", priceDecimals: 6, names: ["XXLMZUSD", "XLMUSD"] },
    { quote: "EUR", priceDecimals: 6, names: ["XXLMZEUR", "XLMEUR"] },
  ] },
  { base: "XMR", lotDecimals: 8, quantityMin: "0.015", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["XXMRZUSD", "XMRUSD"] },
    { quote: "EUR", priceDecimals: 2, names: ["XXMRZEUR", "XMREUR"] },
    { quote: "USDC", priceDecimals: 2, names: ["XMRUSDC"] },
    { quote: "USDT", priceDecimals: 2, names: ["XMRUSDT"] },
  ] },
  { base: "XRP", lotDecimals: 8, quantityMin: "2", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["XXRPZUSD", "XRPUSD"] },
    { quote: "EUR", priceDecimals: 5, names: ["XXRPZEUR", "XRPEUR"] },
    { quote: "CAD", priceDecimals: 5, names: ["XXRPZCAD", "XRPCAD"] },
    { quote: "USDC", priceDecimals: 5, names: ["XRPUSDC"] },
    { quote: "USDT", priceDecimals: 5, names: ["XRPUSDT"] },
  ] },
  { base: "ZEC", lotDecimals: 8, quantityMin: "0.1", pairs: [
    { quote: "USD", priceDecimals: 2, names: ["XZECZUSD", "ZECUSD"] },
    { quote: "EUR", priceDecimals: 3, names: ["XZECZEUR", "ZECEUR"] },
  ] },
  { base: "EUR", lotDecimals: 8, quantityMin: "0.5", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["ZEURZUSD", "EURUSD"] },
  ] },
  { base: "USD", lotDecimals: 8, quantityMin: "5", pairs: [
    { quote: "CAD", priceDecimals: 5, names: ["ZUSDZCAD", "USDCAD"] },
  ] },
  { base: "USDC", lotDecimals: 8, quantityMin: "5", pairs: [
    { quote: "USD", priceDecimals: 4, names: ["USDCUSD"] },
    { quote: "EUR", priceDecimals: 4, names: ["USDCEUR"] },
    { quote: "CAD", priceDecimals: 4, names: ["USDCCAD"] },
  ] },
  { base: "USDT", lotDecimals: 8, quantityMin: "5", pairs: [
    { quote: "USD", priceDecimals: 5, names: ["USDTZUSD", "USDTUSD"] },
  ] },
];
