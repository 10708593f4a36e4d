import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { gunzip } from "./gunzip.ts";
import { refuseBomb } from "./inflate-bound.ts";

const READ_BYTES = 256 * 1024;
/** A packed piece is unpacked at once, so that it is kept small: even at deflate's limit of 1,032 times it fits. */
const PACKED_BYTES = 64 * 1024;

/** The bytes of a text, in pieces, however it was packed. A broken stream throws where it breaks. */
export type TextSource = AsyncIterable<Uint8Array>;

/** Passes a stream's pieces on while their sum stays plausible for the packed size. */
export async function* boundInflation(stream: AsyncIterable<unknown>, compressedBytes: number): AsyncGenerator<Uint8Array> {
  let inflated = 0;
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) throw new TypeError("a byte stream gave text");
    inflated += piece.length;
    refuseBomb({ compressed: compressedBytes, inflated });
    yield piece;
  }
}

export function plainText(path: string): TextSource {
  return createReadStream(path, { highWaterMark: READ_BYTES });
}

/** Unpacks a gzip file, of several members too. */
export async function* gunzippedText(path: string): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  yield* boundInflation(gunzip(createReadStream(path, { highWaterMark: PACKED_BYTES })), size);
}
