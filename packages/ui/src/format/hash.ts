import { UNDEFINED_TEXT } from "./decimal.ts";

const SHOWN_START = 8;
const SHOWN_END = 4;

/** A hash short enough to compare by eye: both ends, since an attacker can match one more cheaply than two. */
export function shortenHash(hash: string | undefined): string {
  if (hash === undefined || hash === "") return UNDEFINED_TEXT;
  if (hash.length <= SHOWN_START + SHOWN_END + 1) return hash;
  return `${hash.slice(0, SHOWN_START)}…${hash.slice(-SHOWN_END)}`;
}
