import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Environment } from "./setting.ts";

/**
 * The environment with the clone's `.env` under it: what a person types before a command wins over what the file says.
 */
export function readEnvironment(projectRoot: string, env: Environment): Environment {
  const path = join(projectRoot, ".env");
  if (!existsSync(path)) return env;
  return { ...parseEnv(readFileSync(path, "utf8")), ...definedOf(env) };
}

/** What is set in the clone's `.env`, as it is spelled there. */
export function namesInEnvFile(projectRoot: string): readonly string[] {
  const path = join(projectRoot, ".env");
  return existsSync(path) ? Object.keys(parseEnv(readFileSync(path, "utf8"))) : [];
}

function definedOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
