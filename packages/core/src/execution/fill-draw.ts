import { fromCanonical, type CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";

/** What a fill's luck is drawn from: the same run, order and fill have the same luck. */
export type FillSeed = {
  readonly sha256: Sha256;
  readonly writer?: CanonicalWriter | undefined;
  readonly seed: string;
  readonly orderId: string;
  readonly n: number;
};

export const WORD_BITS = 32n;
const WORD_BYTES = 4;

/** Which word of the digest a draw takes. Append only: another place is another luck. */
const PLACES = ["slippage", "latency"] as const;
export type DrawPlace = (typeof PLACES)[number];

/** A draw from [0, 2^32) of SHA-256(run seed, client order id, "fill", n): one digest a fill, one word of it a draw. */
export function drawWord({ sha256, writer: own, seed, orderId, n }: FillSeed, place: DrawPlace): bigint {
  const hash = fromCanonical((writer) => writer.text(seed).text(orderId).text("fill").i64(n), sha256, own);
  const from = PLACES.indexOf(place) * WORD_BYTES;
  let word = 0;
  for (let index = from; index < from + WORD_BYTES; index += 1) word = word * 256 + (hash[index] ?? 0);
  return BigInt(word);
}
