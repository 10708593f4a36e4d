import { fromCanonical, type CanonicalWriter } from "./canonical.ts";

/** SHA-256, handed to core by whoever calls it: core imports no crypto. 32 bytes out. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** Character codes of the hexadecimal digits. */
const DIGITS = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const ID_BYTES = 16;
/** A UUID with its dashes in place (RFC 9562 §4), of which every id is made. */
const UUID_CODES: readonly number[] = Array.from("00000000-0000-0000-0000-000000000000", (character) => character.charCodeAt(0));
/** Where the two digits of each byte go. */
const DIGITS_AT = Array.from({ length: 16 }, (_, index) => index * 2 + [4, 6, 8, 10].filter((dashed) => dashed <= index).length);

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
  const bytes = fromCanonical((writer) => writer.text(kind).text(accountKey).text(runKey).text(slotKey).i64(n), sha256, own);
  return idOf(bytes);
}

/** The first bytes of a hash as a UUIDv8, in one piece: a text of many parts is put together again by whoever compares it. */
function idOf(hash: Uint8Array): string {
  const codes = UUID_CODES.slice();
  for (let index = 0; index < ID_BYTES; index += 1) {
    const given = hash[index] ?? 0;
    const byte = index === 6 ? (given & 0x0f) | 0x80 : index === 8 ? (given & 0x3f) | 0x80 : given;
    const at = DIGITS_AT[index] ?? 0;
    codes[at] = DIGITS[byte >> 4] ?? 0;
    codes[at + 1] = DIGITS[byte & 0x0f] ?? 0;
  }
  return String.fromCharCode(...codes);
}
