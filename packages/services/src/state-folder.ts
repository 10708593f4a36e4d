import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { canPassThrough, serverAccount } from "./system/server-account.ts";
import { RefusedToStart } from "./refused-to-start.ts";
import type { OnProgress } from "./progress.ts";

export type StateFolderChoice = {
  readonly projectRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: OnProgress;
};

const SYSTEM_STATE = "/var/lib/ballast";

/**
 * The folder that holds all that one clone keeps between starts: data, ports, passwords, keys.
 *
 * `BALLAST_STATE_DIR` where it is set, else `.ballast` in the clone. As root the database server runs as another account;
 * where that account can't pass into the clone (under /root, or a temporary folder of mode 700) the state goes to
 * /var/lib/ballast, in a folder named by the clone's path, so that clones side by side stay apart.
 */
export function chooseStateDir({ projectRoot, env, onProgress }: StateFolderChoice): string {
  const account = serverAccount(onProgress);
  const wanted = env["BALLAST_STATE_DIR"];
  if (wanted) {
    const folder = resolve(projectRoot, wanted);
    makePassable(folder);
    if (canPassThrough(folder, account)) return folder;
    throw new RefusedToStart(
      `BALLAST_STATE_DIR=${folder} can't be entered by the account that runs Postgres. ` +
        `Choose a folder that everybody may pass through, for example ${systemFolder(projectRoot)}.`,
    );
  }
  if (canPassThrough(projectRoot, account)) {
    const folder = join(projectRoot, ".ballast");
    makePassable(folder);
    return folder;
  }
  const folder = systemFolder(projectRoot);
  makePassable(SYSTEM_STATE);
  makePassable(folder);
  onProgress(
    `The account that runs Postgres can't enter ${projectRoot}: binaries and data are in ${folder} (BALLAST_STATE_DIR changes that).`,
  );
  return folder;
}

/** Names the folder by the clone's real path: stable over starts, different for each clone. */
function systemFolder(projectRoot: string): string {
  const name = createHash("sha256").update(realpathSync(projectRoot)).digest("hex").slice(0, 16);
  return join(SYSTEM_STATE, name);
}

/** Others may pass through, to the one folder in it that is theirs, and read nothing; whatever the umask is. */
export function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const isOwn = statSync(folder).uid === process.getuid?.();
  if (isOwn) chmodSync(folder, 0o711);
}
