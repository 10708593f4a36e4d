import { open, stat } from "node:fs/promises";
import { fileFault } from "../../file-fault.ts";
import { ImportRefused } from "./import-refused.ts";
import { firstControlByte, HEAD_BYTES, knownFormat, type ReadKind } from "./known-format.ts";

export type FileKind = "csv" | ReadKind;

const MEND = "Give --file one readable CSV, gzip, ZIP or Parquet file.";
/** A text shows itself within its first lines. */
const LOOKED_AT_BYTES = 4_096;

const notBars = (fact: string): ImportRefused =>
  new ImportRefused({ code: "NOT_BARS", fact, mend: "Write it as CSV in UTF-8, packed with gzip or ZIP or not at all, or as Parquet." });

/** What a file is by its first bytes; its name proves nothing. Refuses a format that is not read, by its name. */
export async function detectFileKind(path: string): Promise<FileKind> {
  const unreadable = (fact: string, cause?: unknown): ImportRefused =>
    new ImportRefused({ code: "FILE_UNREADABLE", fact, mend: MEND, cause });
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
    const { buffer } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES), position: 0 });
    const format = knownFormat(buffer);
    if (format === undefined) return "csv";
    if (format.kind === undefined) throw notBars(`${path} is ${format.name}, which is not read`);
    return format.kind;
  } finally {
    await file.close();
  }
}

/**
 * Refuses content that is no text before a line of it is read, so that nobody is shown its bytes as a
 * wrong column: what was packed twice, a renamed picture, a table without its first bytes.
 */
export function refuseBinary(first: Uint8Array): void {
  const format = knownFormat(first);
  if (format !== undefined) throw notBars(`where the rows should begin, there is ${format.name}`);
  const at = firstControlByte(first.subarray(0, LOOKED_AT_BYTES));
  if (at === undefined) return;
  const byte = (first[at] ?? 0).toString(16).padStart(2, "0");
  throw notBars(`the content is no text: byte ${at + 1} is 0x${byte}`);
}
