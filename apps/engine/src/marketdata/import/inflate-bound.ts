import { ImportRefused } from "./import-refused.ts";

/** Bars compress 3 to 20 times. Past this ratio, or this size, an archive is built to exhaust the machine. */
export const INFLATE_RATIO_MAX = 200;
export const INFLATED_BYTES_MAX = 16 * 1024 ** 3;
/** Below this size any ratio is harmless. */
const INFLATED_BYTES_FREE = 64 * 1024 ** 2;

/** Refuses what unpacks to an implausible size, declared or measured. */
export function refuseBomb(size: { readonly compressed: number; readonly inflated: number }): void {
  if (size.inflated <= INFLATED_BYTES_FREE) return;
  if (size.inflated <= INFLATED_BYTES_MAX && size.inflated <= size.compressed * INFLATE_RATIO_MAX) return;
  throw new ImportRefused({
    code: "ARCHIVE_TOO_LARGE",
    fact: `${size.compressed} compressed bytes unpack to ${size.inflated} or more, past ${INFLATE_RATIO_MAX} times or ${INFLATED_BYTES_MAX} bytes`,
    mend: "Unpack the archive, look at it, and import the CSV itself in parts.",
  });
}
