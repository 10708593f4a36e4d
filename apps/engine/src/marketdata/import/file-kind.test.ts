import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { detectFileKind, refuseBinary } from "./file-kind.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-kind-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function kindOf(content: string): Promise<string> {
  const path = join(folder, "bars.csv");
  await writeFile(path, content, "latin1");
  return detectFileKind(path).catch((error: unknown) => (error instanceof Error ? error.message.replace(path, "it") : "?"));
}

test("content says what a file is, whatever its name", async () => {
  expect(await kindOf("ts_ms,open\n")).toBe("csv");
  expect(await kindOf("\x1f\x8b\x08")).toBe("gzip");
  expect(await kindOf("PK\x03\x04")).toBe("zip");
  expect(await kindOf("PAR1\x15")).toBe("parquet");
});

test.each([
  ["\x28\xb5\x2f\xfd\x04", "it is a Zstandard file, which is not read"],
  ["\xfd7zXZ\x00\x00", "it is an xz file, which is not read"],
  ["BZh91AY", "it is a bzip2 file, which is not read"],
  ["ARROW1\x00\x00", "it is an Arrow (Feather) file, which is not read"],
  ["SQLite format 3\x00", "it is an SQLite database, which is not read"],
  ["\xff\xfet\x00s\x00", "it is a text in UTF-16, which is not read"],
])("%j is named and refused", async (content, message) => {
  expect(await kindOf(content)).toBe(message);
});

test.each([
  ["PAR1\x15\x04", "where the rows should begin, there is a Parquet file"],
  ["\x1f\x8b\x08\x00", "where the rows should begin, there is a gzip file"],
  ["ts_ms,open\n1\x002,3\n", "the content is no text: byte 13 is 0x00"],
  ["1,2,\x1b[31m3\n", "the content is no text: byte 5 is 0x1b"],
])("rows that begin with %j are no rows", (content, message) => {
  expect(() => refuseBinary(Buffer.from(content, "latin1"))).toThrow(message);
});

test("text in any alphabet may be rows", () => {
  expect(() => {
    refuseBinary(Buffer.from("\ufeffZeit\tПоле,値\r\n"));
  }).not.toThrow();
});
