export { ConfigInvalid, parseConfig, type Config } from "./parse-config.ts";
export type { Environment } from "./setting.ts";
export { readEnvironment } from "./env-file.ts";
export { readConfig } from "./read-config.ts";
export { ensureSecrets, type Secrets } from "./secrets.ts";
