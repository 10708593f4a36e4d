import { toHex } from "@ballast/core/numeric/hash";

/** One row of a chain: where it claims to stand, and what its columns hash to. */
export type ChainLink = {
  readonly seq: number;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
  /** Recomputed from the stored columns. */
  readonly recomputed: Uint8Array;
  /** What is wrong with the row beyond its hash; undefined where nothing is. */
  readonly fault?: FieldFault | undefined;
};

export type FieldFault = { readonly field: string; readonly stored: string; readonly recomputed: string };

/** The first row of a chain that is not what it should be. */
export type Difference = FieldFault & { readonly seq: number };

export type WalkedChain = { readonly rows: number; readonly difference: Difference | undefined };

const GENESIS = new Uint8Array(32);

const isSame = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

function hashFault(field: string, stored: Uint8Array, recomputed: Uint8Array): FieldFault | undefined {
  return isSame(stored, recomputed) ? undefined : { field, stored: toHex(stored), recomputed: toHex(recomputed) };
}

function seqFault(field: string, stored: number, expected: number): FieldFault | undefined {
  return stored === expected ? undefined : { field, stored: String(stored), recomputed: String(expected) };
}

/**
 * Follows a chain from its first row to its head: numbers without a gap, each link naming the hash
 * before it, each hash that of its row, and the head the last of them. Stops at the first row that
 * differs: all after it hang on it.
 */
export async function walkChain(
  links: AsyncIterable<ChainLink>,
  head: { readonly seq: number; readonly hash: Uint8Array },
): Promise<WalkedChain> {
  let last: { readonly seq: number; readonly hash: Uint8Array } = { seq: 0, hash: GENESIS };
  for await (const link of links) {
    const fault =
      seqFault("seq", link.seq, last.seq + 1) ??
      link.fault ??
      hashFault("previous_hash", link.previousHash, last.hash) ??
      hashFault("hash", link.hash, link.recomputed);
    if (fault !== undefined) return { rows: last.seq, difference: { seq: link.seq, ...fault } };
    last = { seq: link.seq, hash: link.hash };
  }
  const fault = seqFault("head_seq", head.seq, last.seq) ?? hashFault("head_hash", head.hash, last.hash);
  return { rows: last.seq, difference: fault === undefined ? undefined : { seq: head.seq, ...fault } };
}
