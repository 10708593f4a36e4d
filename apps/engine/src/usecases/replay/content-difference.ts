import { firstDifference, isSameBytes, messageOf, type FieldDifference } from "./first-difference.ts";

/** Stored content whose bytes are not those of its name, and the bytes that are. */
type Forged = {
  /** What a person calls it; fields are named inside it. */
  readonly what: string;
  readonly stored: Uint8Array;
  readonly right: Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
};

const byteText = (byte: number | undefined): string => (byte === undefined ? "no byte" : `byte 0x${byte.toString(16).padStart(2, "0")}`);

/** The first byte that differs, where no value tells: bytes that no reader accepts, or that read alike. */
function byteDifference({ what, stored, right }: Forged, why: string): FieldDifference | undefined {
  if (isSameBytes(stored, right)) return undefined;
  let at = 0;
  while (stored[at] === right[at] && at < right.length) at += 1;
  const [found, due] = [stored[at], right[at]].map(byteText);
  return { field: `${what}.body[${at}]`, stored: `${found} of ${stored.length} (${why})`, replayed: `${due} of ${right.length}` };
}

/** The first field of forged content that is not what it must have been, with both values; the first byte where it can't be read. */
export function contentDifference(of: Forged): FieldDifference | undefined {
  let stored: unknown;
  try {
    stored = of.decode(of.stored);
  } catch (error) {
    return byteDifference(of, `unreadable: ${messageOf(error)}`);
  }
  return firstDifference(of.what, stored, of.decode(of.right)) ?? byteDifference(of, "read as if it were right");
}
