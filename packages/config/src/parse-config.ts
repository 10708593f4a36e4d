import { CATALOGUE } from "./catalogue.ts";
import { readSettings } from "./read-settings.mapper.ts";
import type { Environment, SettingGroup, ValuesOf } from "./setting.ts";

export type Config = ValuesOf<typeof CATALOGUE>;

/** Names with this prefix are ours alone, so that one we do not know is a typing mistake; tests and tools keep a corner. */
const OWN_PREFIX = /^BALLAST_(?!TEST_)/;

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
 */
export function parseConfig(env: Environment): Config {
  const { values, problems } = readSettings(CATALOGUE, env);
  const all = [...problems, ...unknownNames(env)];
  if (all.length > 0) throw new ConfigInvalid(all);
  return values;
}

function unknownNames(env: Environment): string[] {
  const known = Object.values<SettingGroup>(CATALOGUE).flatMap(({ settings }) => Object.values(settings).map(({ env: name }) => name));
  return Object.keys(env)
    .filter((name) => OWN_PREFIX.test(name) && !known.includes(name))
    .map((name) => `${name} is not a setting; those of this prefix are ${known.filter((own) => OWN_PREFIX.test(own)).join(", ")}.`);
}
