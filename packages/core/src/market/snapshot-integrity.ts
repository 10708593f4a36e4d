import { toHex, type Sha256 } from "../numeric/hash.ts";
import type { SealedSnapshot } from "./snapshot.ts";

/** What of a sealed close does not hold: its bytes, its link to the close before, or its place in time. */
export type SnapshotBreak = {
  readonly kind: "watermark" | "hash";
  readonly atMs: number;
  readonly expected: string;
  readonly actual: string;
};

/** Whether a close's bytes are those that its hash names. */
export function contentBreak(sha256: Sha256, { snapshot, bytes, hash }: SealedSnapshot): SnapshotBreak | undefined {
  const [expected, actual] = [toHex(hash), toHex(sha256(bytes))];
  return expected === actual ? undefined : { kind: "hash", atMs: snapshot.closeMs, expected, actual };
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Whether a close follows the one before it: the next boundary, chained to that one's hash. Closes of two lineages are no sequence. */
export function sequenceBreak(previous: SealedSnapshot, next: SealedSnapshot): SnapshotBreak | undefined {
  const { lineageId, timeframeMs, closeMs, previousHash } = next.snapshot;
  if (previous.snapshot.lineageId !== lineageId) return undefined;
  const expectedMs = previous.snapshot.closeMs + timeframeMs;
  if (closeMs !== expectedMs) return { kind: "watermark", atMs: closeMs, expected: String(expectedMs), actual: String(closeMs) };
  if (isSame(previousHash, previous.hash)) return undefined;
  return { kind: "hash", atMs: closeMs, expected: toHex(previous.hash), actual: toHex(previousHash) };
}
