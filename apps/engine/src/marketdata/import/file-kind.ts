import { open, stat } from "node:fs/promises";
import { fileFault } from "../../file-fault.ts";
import { ImportRefused } from "./import-refused.ts";

export type FileKind = "csv" | "gzip" | "zip" | "parquet";

const MAGIC_BYTES = 4;
const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);

/** What a file is by its first bytes; its name proves nothing. */
export async function detectFileKind(path: string): Promise<FileKind> {
  const unreadable = (fact: string, cause?: unknown): ImportRefused =>
    new ImportRefused({ code: "FILE_UNREADABLE", fact, mend: "Give --file one readable CSV, gzip, ZIP or Parquet file.", cause });
  const cantOpen = (cause: unknown): never => {
    throw unreadable(`can't open ${path}: ${fileFault(cause)}`, cause);
  };
  // Asked before it is opened: a pipe would hold the command until somebody writes to it.
  const stats = await stat(path).catch(cantOpen);
  if (!stats.isFile()) throw unreadable(`${path} is ${stats.isDirectory() ? "a folder" : "no regular file"}`);
  const file = await open(path, "r").catch(cantOpen);
  try {
    if (stats.size === 0)
      throw new ImportRefused({ code: "FILE_EMPTY", fact: `${path} is empty`, mend: "Give a file with at least one bar." });
    const { buffer } = await file.read({ buffer: Buffer.alloc(MAGIC_BYTES), position: 0 });
    if (startsWith(buffer, [0x1f, 0x8b])) return "gzip";
    // "PK\3\4" begins an archive with entries, "PK\5\6" one without.
    if (startsWith(buffer, [0x50, 0x4b, 3, 4]) || startsWith(buffer, [0x50, 0x4b, 5, 6])) return "zip";
    if (startsWith(buffer, [0x50, 0x41, 0x52, 0x31])) return "parquet";
    return "csv";
  } finally {
    await file.close();
  }
}
