// Writes docker/.env with secrets of this installation's own, once: a new one would lock the stack out of its data.
//   node docker/make-env.mjs && docker compose --env-file docker/.env up --build
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const SECRETS = ["POSTGRES_PASSWORD", "DATABASE_WEB_PASSWORD", "DATABASE_ENGINE_PASSWORD", "REDIS_PASSWORD", "NEXTAUTH_SECRET"];

const path = join(dirname(fileURLToPath(import.meta.url)), ".env");
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = SECRETS.map((name) => `${name}=${randomBytes(24).toString("hex")}\n`).join("");
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    process.stdout.write(`Wrote ${path}.\n`);
  } catch (error) {
    process.stderr.write(`${path} was not written: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
