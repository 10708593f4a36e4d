import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { refuseBomb } from "./inflate-bound.ts";

const READ_BYTES = 256 * 1024;

/** The bytes of a text, in pieces, however it was packed. A broken stream throws where it breaks. */
export type TextSource = AsyncIterable<Uint8Array>;

/** Passes a stream's pieces on while their sum stays plausible for the packed size. */
export async function* boundInflation(stream: Readable, compressedBytes: number): AsyncGenerator<Uint8Array> {
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
  const file = createReadStream(path, { highWaterMark: READ_BYTES });
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  file.on("error", (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  try {
    yield* boundInflation(gunzip, size);
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}
