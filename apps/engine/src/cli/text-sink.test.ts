import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Terminal } from "./command.ts";
import { openTextSink } from "./text-sink.ts";

const terminal: Terminal = { out: () => Promise.resolve(), err: () => undefined, isErrTty: false, env: {} };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ballast-sink-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

test("a file has its name when it is whole, and one that was there stays until then", async () => {
  const path = join(folder(), "rows.txt");
  writeFileSync(path, "earlier");
  const sink = openTextSink(path, terminal);
  await sink.write("one\n");
  expect(readFileSync(path, "utf8")).toBe("earlier");
  await sink.write("two\n");
  await sink.close();
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  expect(existsSync(`${path}.part`)).toBe(false);
});

test("a file that can't be made is refused in words", async () => {
  const sink = openTextSink(join(folder(), "none/rows.txt"), terminal);
  await expect(sink.close()).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
});
