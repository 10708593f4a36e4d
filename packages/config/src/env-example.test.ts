import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { renderEnvExample } from "./env-example.ts";
import { parseConfig } from "./parse-config.ts";
import type { SettingGroup } from "./setting.ts";

it(".env.example in the repository is the one that the catalogue makes (npm run generate:env)", () => {
  expect(readFileSync(join(import.meta.dirname, "../../../.env.example"), "utf8")).toBe(renderEnvExample());
});

it(".env.example with every line uncommented is a configuration equal to the defaults", () => {
  const uncommented = renderEnvExample().replaceAll(/^#(?=[A-Z_]+=)/gm, "");
  const parsed = parseEnv(uncommented);
  const names = Object.values<SettingGroup>(CATALOGUE).flatMap((group) => Object.values(group.settings).map(({ env }) => env));
  expect(Object.keys(parsed).sort()).toEqual([...names].sort());
  expect(parseConfig(parsed)).toEqual(parseConfig({}));
});
