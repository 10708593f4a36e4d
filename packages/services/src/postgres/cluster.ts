import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RefusedToStart } from "../refused-to-start.ts";
import { capture } from "../system/capture.ts";
import type { ServerAccount } from "../system/server-account.ts";

export type Cluster = { readonly dataDir: string; readonly password: string };

export const SUPERUSER = "postgres";
const INITDB_TIMEOUT_MS = 120_000;

export type ClusterRequest = {
  readonly home: string;
  readonly initdb: string;
  readonly isDurable: boolean;
  readonly account: ServerAccount | undefined;
};

/**
 * The data folder of the embedded server, made where there is none.
 * The locale is built into Postgres (C.UTF-8), so that text sorts the same on every machine whatever its libc.
 */
export function ensureCluster({ home, initdb, isDurable, account }: ClusterRequest): Cluster {
  const dataDir = join(home, "data");
  const passwordFile = join(home, "password");
  if (existsSync(join(dataDir, "PG_VERSION"))) {
    refuseOtherMajor(dataDir, initdb);
    return { dataDir, password: readFileSync(passwordFile, "utf8").trim() };
  }
  const password = randomBytes(24).toString("base64url");
  const draft = `${dataDir}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(account, draft);
  runInitdb({ initdb, draft, password, isDurable, account });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  // A cluster that initdb had to leave half-made must never be started, so it gets its name last.
  renameSync(draft, dataDir);
  return { dataDir, password };
}

type InitdbRun = Omit<ClusterRequest, "home"> & { readonly draft: string; readonly password: string };

function runInitdb({ initdb, draft, password, isDurable, account }: InitdbRun): void {
  const secret = `${draft}.password`;
  rmSync(secret, { force: true });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  giveTo(account, secret);
  const flags = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${secret}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    ...(isDurable ? [] : ["--no-sync"]),
  ];
  try {
    const options = { env: serverEnv(), timeoutMs: INITDB_TIMEOUT_MS, ...(account === undefined ? {} : { account }) };
    const run = capture(initdb, flags, options);
    if (run.isSuccess) return;
    throw new RefusedToStart(`Postgres could not make its data folder ${draft}: ${run.stderr.trim() || "no reason given"}`);
  } finally {
    rmSync(secret, { force: true });
  }
}

/** PG* variables of the person's shell are for their own servers and would steer ours. */
export function serverEnv(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH, TMPDIR } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    LC_ALL: "C",
    TZ: "UTC",
    // Postgres ignores it; next's types, where the web's tests reach this, want it in every environment.
    NODE_ENV: "production",
  };
}

function refuseOtherMajor(dataDir: string, initdb: string): void {
  const made = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  const { stdout } = capture(initdb, ["--version"], { timeoutMs: INITDB_TIMEOUT_MS, env: serverEnv() });
  const ours = /(\d+)\./.exec(stdout)?.[1];
  if (ours === undefined || ours === made) return;
  throw new RefusedToStart(
    `${dataDir} was made by Postgres ${made}, and this release embeds ${ours}. Dump it with the earlier release ` +
      "(pg_dumpall) and load it into a new state folder (BALLAST_STATE_DIR), or set DATABASE_URL to a server of your own.",
  );
}

function giveTo(account: ServerAccount | undefined, path: string): void {
  if (!account) return;
  chownSync(path, account.uid, account.gid);
  chmodSync(path, path.endsWith(".password") ? 0o600 : 0o700);
}
