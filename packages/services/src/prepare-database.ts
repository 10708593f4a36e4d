import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "@ballast/config";
import type { OnProgress } from "./progress.ts";
import type { DatabaseUrls } from "./services-file.ts";

/** The database's own tools, handed in: this package starts servers and knows no tables. */
export type DatabaseTools = {
  readonly provisionDatabase: (options: {
    readonly adminUrl: string;
    readonly database: string;
    readonly passwords: { readonly owner: string; readonly web: string; readonly engine: string };
  }) => Promise<{ readonly ownerUrl: string; readonly webUrl: string; readonly engineUrl: string }>;
  readonly applyMigrations: (options: { readonly ownerUrl: string; readonly log: (line: string) => void }) => Promise<unknown>;
};

export type DatabaseRequest = {
  readonly adminUrl: string;
  readonly stateDir: string;
  readonly config: Config;
  readonly onProgress: OnProgress;
};

export type PrepareDatabase = (request: DatabaseRequest) => Promise<DatabaseUrls>;

const DEFAULT_DATABASE = "ballast";
/** Databases that a server is born with, and where nobody's tables belong. */
const MAINTENANCE_DATABASES = new Set(["", "postgres", "template1", "defaultdb"]);

/**
 * Makes the database of this clone, its users and its tables, or brings them to this release; safe to repeat.
 * Where DATABASE_URL_WEB or DATABASE_URL_ENGINE are given, their users get the passwords in them.
 */
export function makePrepareDatabase({ provisionDatabase, applyMigrations }: DatabaseTools): PrepareDatabase {
  return async ({ adminUrl, stateDir, config, onProgress }) => {
    const { webUrl, engineUrl } = config.database;
    const provisioned = await provisionDatabase({
      adminUrl,
      database: databaseOf(adminUrl),
      passwords: {
        owner: derivedPassword("owner", adminUrl, stateDir),
        web: passwordIn(webUrl) ?? derivedPassword("web", adminUrl, stateDir),
        engine: passwordIn(engineUrl) ?? derivedPassword("engine", adminUrl, stateDir),
      },
    });
    await applyMigrations({ ownerUrl: provisioned.ownerUrl, log: onProgress });
    return { admin: adminUrl, web: webUrl ?? provisioned.webUrl, engine: engineUrl ?? provisioned.engineUrl };
  };
}

function databaseOf(adminUrl: string): string {
  const name = decodeURIComponent(new URL(adminUrl).pathname.slice(1));
  return MAINTENANCE_DATABASES.has(name) ? DEFAULT_DATABASE : name;
}

function passwordIn(url: string | undefined): string | undefined {
  const password = url === undefined ? "" : new URL(url).password;
  return password === "" ? undefined : decodeURIComponent(password);
}

/**
 * A user's password follows from the administrator's: every clone that is given the same DATABASE_URL sets the same one,
 * so that none locks out another, and whoever knows the administrator's password could set it anyway.
 */
function derivedPassword(part: string, adminUrl: string, stateDir: string): string {
  const { password, host } = new URL(adminUrl);
  const key = password === "" ? secretOfState(stateDir) : decodeURIComponent(password);
  return createHmac("sha256", key)
    .update(`ballast ${part} ${databaseOf(adminUrl)} ${password === "" ? host : ""}`)
    .digest("base64url");
}

/** An administrator who is let in without a password gives nothing to derive from. */
function secretOfState(stateDir: string): string {
  const path = join(stateDir, "secrets/database-key");
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(path, "utf8");
}
