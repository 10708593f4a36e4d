import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, it } from "vitest";
import { readEnvironment } from "./env-file.ts";
import { readConfig } from "./read-config.ts";

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

it("a name in .env that is no setting is told with the one that was meant; of the shell only our own prefix is looked at", () => {
  const folder = folderWith("BALLAST_PROT=4000\nREDIS_ULR=redis://x\nPORT=1\nZZZZZZZZZZZZZZ=1\nBALLAST_TEST_SEED=7\nWEB_PORT=4001\n");
  expect(() => readConfig(folder, { REDIS_URK: "other program's", BALLAST_DEM0: "off" })).toThrow(
    [
      "5 settings are wrong (environment or .env; .env.example explains each):",
      "  BALLAST_PROT in .env is not a setting. Did you mean WEB_PORT?",
      "  BALLAST_DEM0 is not a setting. Did you mean BALLAST_DEMO?",
      "  PORT in .env is not a setting. Did you mean WEB_PORT?",
      "  REDIS_ULR in .env is not a setting. Did you mean REDIS_URL?",
      "  ZZZZZZZZZZZZZZ in .env is not a setting; take it out.",
    ].join("\n"),
  );
});
