const SMALLEST_PX = 4;
const LARGEST_PX = 9;

/** Half-width in pixels of a fill's triangle: its area, not its side, grows with the quantity. */
export function fillSizePx(quantity: number, largest: number): number {
  if (!(largest > 0) || !(quantity > 0)) return SMALLEST_PX;
  return SMALLEST_PX + (LARGEST_PX - SMALLEST_PX) * Math.sqrt(Math.min(1, quantity / largest));
}
