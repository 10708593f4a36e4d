import { fromCanonical, type CanonicalWriter } from "./canonical.ts";

/** SHA-256, handed to core by whoever calls it: core imports no crypto. 32 bytes out. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte] ?? "";
  return text;
}

/** What an id of a run is made of. No randomness, no wall time: the same run gives the same id. */
export type IdParts = {
  readonly kind: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly slotKey: string;
  readonly n: number;
};

/** UUIDv8 (RFC 9562 §5.8) of SHA-256(kind, account key, run key, slot key, n). */
export function deriveId(sha256: Sha256, parts: IdParts, own?: CanonicalWriter): string {
  const { kind, accountKey, runKey, slotKey, n } = parts;
  const bytes = fromCanonical((writer) => writer.text(kind).text(accountKey).text(runKey).text(slotKey).i64(n), sha256, own).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
