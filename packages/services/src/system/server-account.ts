import { spawnSync } from "node:child_process";
import { RefusedToStart } from "../refused-to-start.ts";
import type { OnProgress } from "../progress.ts";

/** The account that a server runs as, where that is not ours. */
export type ServerAccount = { readonly uid: number; readonly gid: number };

const NAME = "postgres";
const TIMEOUT_MS = 10_000;

/**
 * Postgres refuses to run as root, since a hole in it would be a hole in the machine. As root we run it as the system
 * account `postgres`, made here where the system has none; anybody else runs it as themselves (`undefined`).
 */
export function serverAccount(onProgress: OnProgress): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp();
  if (existing) return existing;
  onProgress(`Making the system account "${NAME}", because Postgres refuses to run as root.`);
  createAccount();
  const created = lookUp();
  if (created) return created;
  throw new RefusedToStart(
    `Postgres can't run as root, and the system account "${NAME}" could not be made. ` +
      `Make it (useradd --system --user-group ${NAME}), or start Ballast as another user.`,
  );
}

function lookUp(): ServerAccount | undefined {
  const uid = idOf("-u");
  const gid = idOf("-g");
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

function idOf(which: "-u" | "-g"): number | undefined {
  const { status, stdout } = spawnSync("id", [which, NAME], { encoding: "utf8", timeout: TIMEOUT_MS });
  return status === 0 && /^\d+$/.test(stdout.trim()) ? Number(stdout.trim()) : undefined;
}

/** Shadow's useradd on most systems, BusyBox's adduser on Alpine. */
function createAccount(): void {
  const shadow = spawnSync("useradd", ["--system", "--user-group", "--shell", "/bin/false", NAME], { timeout: TIMEOUT_MS });
  if (shadow.status === 0) return;
  spawnSync("addgroup", ["-S", NAME], { timeout: TIMEOUT_MS });
  spawnSync("adduser", ["-S", "-D", "-H", "-G", NAME, "-s", "/bin/false", NAME], { timeout: TIMEOUT_MS });
}

/** Whether the account can read and enter the path; asked of the kernel, since modes alone do not tell (ACLs, mounts). */
export function canEnter(path: string, account: ServerAccount | undefined): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", path], {
    ...account,
    cwd: "/",
    timeout: TIMEOUT_MS,
  });
  return status === 0;
}

/** Whether the account can pass through the folder to a name it knows in it. */
export function canPassThrough(folder: string, account: ServerAccount | undefined): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...account, cwd: "/", timeout: TIMEOUT_MS });
  return status === 0;
}
