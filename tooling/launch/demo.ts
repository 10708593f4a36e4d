import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { House } from "./children.ts";

export type DemoLogin = { readonly email: string; readonly password: string };

const EMAIL = "demo@ballast.local";
const SEED_TIMEOUT_MS = 120_000;

/**
 * Seeds the demo workspace, which changes nothing where it is there, and answers how to sign in to it.
 * The password is made for this clone: a fixed one would be known to everybody who can reach the port.
 */
export async function seedDemo({ projectRoot, stateDir }: House): Promise<DemoLogin> {
  const passwordFile = join(stateDir, "secrets/demo-password");
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, `${randomBytes(9).toString("base64url")}\n`, { mode: 0o600 });
  const command = ["seed-demo", "--email", EMAIL, "--password-file", passwordFile];
  await promisify(execFile)(process.execPath, [join(projectRoot, "apps/engine/bin/ballast.mjs"), ...command], {
    cwd: projectRoot,
    env: { ...process.env, BALLAST_STATE_DIR: stateDir },
    timeout: SEED_TIMEOUT_MS,
  }).catch((cause: unknown) => {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new Error(`The demo workspace can't be seeded (BALLAST_DEMO=off starts without it): ${said || String(cause)}`, { cause });
  });
  return { email: EMAIL, password: readFileSync(passwordFile, "utf8").trim() };
}
