import { log } from "@ballast/core/numeric/elementary";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { randomStream } from "@ballast/core/numeric/random";
import type { SyntheticCoin } from "./coins.ts";

/** Swings over 1, 4 and 16 blocks and how far each reaches, as log price. Bounded: no coin drifts to nothing or to infinity in a demo that runs for market centuries. */
const SWINGS = [
  { blocks: 1, reach: 0.16 },
  { blocks: 4, reach: 0.3 },
  { blocks: 16, reach: 0.38 },
] as const;

/** What a coin keeps of the market's swing, and what is its own. */
const OWN_SHARE = 0.45;

export type AnchorSource = { readonly sha256: Sha256; readonly seed: string };

/** A value in [−1, 1) that belongs to one corner of one swing. */
function corner(source: AnchorSource, at: { readonly name: string; readonly blocks: number; readonly index: number }): number {
  return randomStream(source.sha256, [source.seed, "anchor", at.name, at.blocks, at.index]).uniform() * 2 - 1;
}

/** Value noise: corners joined by a smoothstep, summed over the swings. Any block in constant time. */
function swing(source: AnchorSource, name: string, block: number): number {
  let sum = 0;
  for (const { blocks, reach } of SWINGS) {
    const index = Math.floor(block / blocks);
    const part = block / blocks - index;
    const smooth = part * part * (3 - 2 * part);
    const left = corner(source, { name, blocks, index });
    const right = corner(source, { name, blocks, index: index + 1 });
    sum += reach * (left + (right - left) * smooth);
  }
  return sum;
}

/** Log price of a coin where a block begins. */
export function anchorOf(source: AnchorSource, coin: SyntheticCoin, block: number): number {
  return log(coin.basePrice) + coin.beta * swing(source, "market", block) + OWN_SHARE * swing(source, coin.symbol, block);
}
