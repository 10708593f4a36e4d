import { namesInEnvFile, readEnvironment } from "./env-file.ts";
import { parseConfig, type Config } from "./parse-config.ts";
import type { Environment } from "./setting.ts";

/**
 * The settings of a clone, from the environment and the `.env` under it, or `ConfigInvalid` with everything that is wrong.
 * The file is ours alone: a name in it that is no setting is a mistake. The environment is shared with other programs,
 * so that of its names only those with our own prefix are looked at.
 */
export function readConfig(projectRoot: string, env: Environment): Config {
  return parseConfig(readEnvironment(projectRoot, env), namesInEnvFile(projectRoot));
}
