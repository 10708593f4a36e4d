import { CATALOGUE } from "./catalogue.ts";
import { readSettings } from "./read-settings.mapper.ts";
import type { Environment, SettingGroup, ValuesOf } from "./setting.ts";
import { unknownNames } from "./unknown-names.ts";

export type Config = ValuesOf<typeof CATALOGUE>;

/** Every setting that is wrong, in one error: a person should not have to start six times to mend six lines. */
export class ConfigInvalid extends Error {
  override name = "ConfigInvalid";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "One setting is wrong" : `${problems.length} settings are wrong`;
    super(`${count} (environment or .env; .env.example explains each):\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads every setting from the environment, or throws `ConfigInvalid` with everything that is wrong.
 * An empty value counts as unset: compose files and shells pass `NAME=` for a variable that nobody set.
 * `inFile` are the names that stand in the clone's `.env`.
 */
export function parseConfig(env: Environment, inFile: readonly string[] = []): Config {
  const { values, problems } = readSettings(CATALOGUE, env);
  const known = Object.values<SettingGroup>(CATALOGUE).flatMap(({ settings }) => Object.values(settings).map(({ env: name }) => name));
  const all = [...problems, ...unknownNames({ env, inFile, known })];
  if (all.length > 0) throw new ConfigInvalid(all);
  return values;
}
