import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, it } from "vitest";
import { readEnvironment } from "./env-file.ts";

const folderWith = (text?: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-env-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  if (text !== undefined) writeFileSync(join(folder, ".env"), text);
  return folder;
};

it("the environment is what it is where there is no .env", () => {
  expect(readEnvironment(folderWith(), { A: "1" })).toEqual({ A: "1" });
});

it("a variable of the shell wins over the same name in .env", () => {
  const env = readEnvironment(folderWith('# note\nA=file\nB="quoted # text"\nexport C=exported\n'), { A: "shell", D: undefined });
  expect(env).toEqual({ A: "shell", B: "quoted # text", C: "exported" });
});
