import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

const READ_BYTES = 1024 * 1024;

/** What tells one version of a file from another, without reading it. */
export type FileStamp = { readonly bytes: number; readonly modifiedMs: number };

export async function stampFile(path: string): Promise<FileStamp> {
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, modifiedMs: mtimeMs };
}

/** SHA-256 of a file as it lies on disk, read as a stream. */
export async function hashFile(path: string): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: READ_BYTES })) {
    if (!(piece instanceof Uint8Array)) throw new TypeError("a byte stream gave text");
    hash.update(piece);
  }
  return hash.digest();
}
