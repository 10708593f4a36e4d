import { open } from "node:fs/promises";
import { ImportRefused } from "./import-refused.ts";

export type FileKind = "csv" | "gzip" | "zip" | "parquet";

const MAGIC_BYTES = 4;
const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);

/** What a file is by its first bytes; its name proves nothing. */
export async function detectFileKind(path: string): Promise<FileKind> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new ImportRefused({
      code: "FILE_UNREADABLE",
      fact: `can't open ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
      mend: "Give --file the path of a readable file.",
      cause,
    });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile())
      throw new ImportRefused({
        code: "FILE_UNREADABLE",
        fact: `${path} is not a regular file`,
        mend: "Give --file one CSV, gzip, ZIP or Parquet file.",
      });
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
