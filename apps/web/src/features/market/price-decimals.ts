const DECIMALS_MAX = 8;

/** Decimals that tell these prices apart: about six figures that mean something, two at least. */
export function priceDecimals(prices: readonly number[]): number {
  const typical = prices.reduce((most, price) => Math.max(most, Math.abs(price)), 0);
  if (typical === 0) return 2;
  return Math.min(DECIMALS_MAX, Math.max(2, 5 - Math.floor(Math.log10(typical))));
}
