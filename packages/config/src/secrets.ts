import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "./parse-config.ts";

export type Secrets = {
  /** Signs the web app's sessions. */
  readonly sessionSecret: string;
  /** The engine alone may read this file; secrets are sealed to its public half. */
  readonly engineKeyFile: string;
  /** SPKI PEM, handed to the web app, which can seal with it and not open. */
  readonly enginePublicKey: string;
};

/**
 * The secrets that the settings name, or ones made at the first start and kept in the state folder, readable by their
 * owner alone. They are never made anew while their file is there: a new session secret signs everybody out, and with a
 * new engine key no sealed credential opens again.
 */
export function ensureSecrets(config: Config, stateDir: string): Secrets {
  const folder = join(stateDir, "secrets");
  const sessionSecret = config.web.sessionSecret ?? keep(join(folder, "session-secret"), () => randomBytes(32).toString("base64url"));
  const engineKeyFile = config.engine.keyFile ?? join(folder, "engine-key.pem");
  const privateKey = keep(engineKeyFile, makeEngineKey);
  const enginePublicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  return { sessionSecret, engineKeyFile, enginePublicKey };
}

function makeEngineKey(): string {
  return generateKeyPairSync("x25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Writes with `wx`, so that of two processes that start at once the second reads what the first made. */
function keep(path: string, make: () => string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, `${make()}\n`, { mode: 0o600, flag: "wx" });
    } catch (error) {
      if (!existsSync(path)) throw error;
    }
  }
  return readFileSync(path, "utf8").trim();
}
