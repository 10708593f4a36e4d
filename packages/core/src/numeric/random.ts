/**
 * Randomness as data: a stream is a pure consequence of its seed, so a fill or a synthetic market can
 * be drawn again by anyone who holds the seed.
 *
 * The generator is xoshiro128** 1.1 of D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number
 * Generators", ACM TOMS 47 (2021), seeded with 16 bytes of SHA-256. It is fast and even, not secret:
 * nothing that must not be guessed is drawn from it.
 */
import { fromCanonical, type CanonicalWriter } from "./canonical.ts";
import type { Sha256 } from "./hash.ts";
import { normalQuantile } from "./normal.ts";

const WORD = 0x1_0000_0000;
/** An unlucky draw is repeated with probability under ½; 256 in a row happen once in 2^256. */
const REJECTIONS_MAX = 256;

export type SeedPart = string | number | Uint8Array;

function writePart(writer: CanonicalWriter, part: SeedPart): void {
  if (typeof part === "string") writer.u8(0).text(part);
  else if (typeof part === "number") writer.u8(1).i64(part);
  else writer.u8(2).bytes(part);
}

/** SHA-256 of the parts in canonical form, so that ("ab", "c") and ("a", "bc") are two seeds. */
export function seedOf(sha256: Sha256, parts: readonly SeedPart[]): Uint8Array {
  return fromCanonical((writer) => {
    for (const part of parts) writePart(writer, part);
  }, sha256);
}

function rotateLeft(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count));
}

/** A stream of draws. It advances with every call: one stream per purpose, never shared. */
export class RandomStream {
  #s0: number;
  #s1: number;
  #s2: number;
  #s3: number;

  /** `seed` holds at least 16 bytes, as `seedOf` gives. */
  constructor(seed: Uint8Array) {
    const view = new DataView(seed.buffer, seed.byteOffset, seed.byteLength);
    this.#s0 = view.getInt32(0, true);
    this.#s1 = view.getInt32(4, true);
    this.#s2 = view.getInt32(8, true);
    this.#s3 = view.getInt32(12, true);
    if ((this.#s0 | this.#s1 | this.#s2 | this.#s3) === 0) throw new RangeError("a seed of zeros makes no stream");
  }

  /** The next 32 bits, as an integer 0…2^32−1. */
  word(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#s1, 5), 7), 9) >>> 0;
    const shifted = this.#s1 << 9;
    this.#s2 ^= this.#s0;
    this.#s3 ^= this.#s1;
    this.#s1 ^= this.#s2;
    this.#s0 ^= this.#s3;
    this.#s2 ^= shifted;
    this.#s3 = rotateLeft(this.#s3, 11);
    return result;
  }

  /** A double in [0, 1), all 2^53 steps equally likely. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  }

  /** A double in (0, 1): the middle of one of 2^52 equal steps. */
  openUniform(): number {
    const high = this.word() >>> 6;
    const low = this.word() >>> 6;
    return (high * 0x400_0000 + low + 0.5) / 0x10_0000_0000_0000;
  }

  /** An integer from `min` to `max`, both possible, without bias; at most 2^32 different ones. */
  integer(range: { readonly min: number; readonly max: number }): number {
    const span = range.max - range.min + 1;
    if (!Number.isSafeInteger(range.min) || !Number.isSafeInteger(range.max) || span < 1 || span > WORD)
      throw new RangeError(`no range: ${range.min} to ${range.max}`);
    const limit = WORD - (WORD % span);
    for (let attempt = 0; attempt < REJECTIONS_MAX; attempt += 1) {
      const word = this.word();
      if (word < limit) return range.min + (word % span);
    }
    throw new RangeError("the stream of random words is broken");
  }

  /** A standard normal double by inversion: one draw each, so streams stay in step. */
  gaussian(): number {
    return normalQuantile(this.openUniform());
  }
}

/** The stream of a seed made of parts, such as (run seed, client order id, "fill", n). */
export function randomStream(sha256: Sha256, parts: readonly SeedPart[]): RandomStream {
  return new RandomStream(seedOf(sha256, parts));
}
