import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { House } from "./children.ts";

/** How to sign in to the demo; what to tell a person where it is theirs and we know no password. */
export type DemoLogin = { readonly email: string; readonly password: string } | { readonly told: string };

const EMAIL = "demo@ballast.local";
const SEED_TIMEOUT_MS = 120_000;

/** What seed-demo refuses with where somebody made the demo with an address of their own: a start goes on beside it. */
const HAS_OWNER = "DEMO_HAS_OWNER";

/**
 * Seeds the demo workspace, which changes nothing where it is there, and answers how to sign in to it.
 * The password is made for this clone: a fixed one would be known to everybody who can reach the port.
 */
export async function seedDemo({ projectRoot, stateDir }: House): Promise<DemoLogin> {
  const passwordFile = join(stateDir, "secrets/demo-password");
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, `${randomBytes(9).toString("base64url")}\n`, { mode: 0o600 });
  const command = ["seed-demo", "--email", EMAIL, "--password-file", passwordFile, "--json"];
  const refusal = await promisify(execFile)(process.execPath, [join(projectRoot, "apps/engine/bin/ballast.mjs"), ...command], {
    cwd: projectRoot,
    env: { ...process.env, BALLAST_STATE_DIR: stateDir },
    timeout: SEED_TIMEOUT_MS,
  }).then(() => undefined, readRefusal);
  if (refusal === undefined) return { email: EMAIL, password: readFileSync(passwordFile, "utf8").trim() };
  if (refusal.code === HAS_OWNER) return { told: refusal.message };
  throw new Error(`The demo workspace can't be seeded (BALLAST_DEMO=off starts without it): ${refusal.message}`);
}

type Refusal = { readonly code: string; readonly message: string };

/** The refusal that a command ended with, as its --json says it; what broke before it could say anything is told whole. */
function readRefusal(cause: unknown): Refusal {
  const said = (stream: "stdout" | "stderr"): string =>
    typeof cause === "object" && cause !== null && stream in cause ? String(Reflect.get(cause, stream)).trim() : "";
  try {
    const answer: unknown = JSON.parse(said("stdout"));
    if (typeof answer === "object" && answer !== null && "error" in answer && isRefusal(answer.error)) return answer.error;
  } catch {
    // It ended before it could refuse anything.
  }
  return { code: "FAILED", message: said("stderr") || String(cause) };
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "code" in error && "message" in error && typeof error.message === "string";
}
