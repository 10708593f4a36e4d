import { RefusedToStart } from "../refused-to-start.ts";
import type { OnProgress } from "../progress.ts";
import { capture } from "./capture.ts";

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
  const { isSuccess, stdout } = capture("id", [which, NAME], { timeoutMs: TIMEOUT_MS });
  return isSuccess && /^\d+$/.test(stdout.trim()) ? Number(stdout.trim()) : undefined;
}

/** Shadow's useradd on most systems, BusyBox's adduser on Alpine. */
function createAccount(): void {
  const options = { timeoutMs: TIMEOUT_MS };
  if (capture("useradd", ["--system", "--user-group", "--shell", "/bin/false", NAME], options).isSuccess) return;
  capture("addgroup", ["-S", NAME], options);
  capture("adduser", ["-S", "-D", "-H", "-G", NAME, "-s", "/bin/false", NAME], options);
}

/** Whether the account can read and enter the path; asked of the kernel, since modes alone do not tell (ACLs, mounts). */
export function canEnter(path: string, account: ServerAccount | undefined): boolean {
  return holdsFor('test -r "$1" && test -x "$1"', path, account);
}

/** Whether the account can pass through the folder to a name it knows in it. */
export function canPassThrough(folder: string, account: ServerAccount | undefined): boolean {
  return holdsFor('test -x "$1"', folder, account);
}

function holdsFor(test: string, path: string, account: ServerAccount | undefined): boolean {
  const options = { timeoutMs: TIMEOUT_MS, ...(account === undefined ? {} : { account }) };
  return capture("/bin/sh", ["-c", test, "sh", path], options).isSuccess;
}
