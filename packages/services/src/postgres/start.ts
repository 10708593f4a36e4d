import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { OnProgress } from "../progress.ts";
import { RefusedToStart } from "../refused-to-start.ts";
import { makePassable } from "../state-folder.ts";
import { claimFolder, type Claim } from "../system/claim.ts";
import type { Revivable } from "../system/keep-up.ts";
import { stopOrphans } from "../system/orphans.ts";
import { stopProcess } from "../system/processes.ts";
import { canPassThrough, serverAccount, type ServerAccount } from "../system/server-account.ts";
import { placeBinaries } from "./binaries.ts";
import { ensureCluster } from "./cluster.ts";
import { launchOnFreePort, STOP_SIGNALS } from "./launch.ts";
import { POSTGRES_PROGRAM } from "./program.ts";
import type { Durability } from "./settings.ts";

export type PostgresRequest = {
  readonly stateDir: string;
  /** Throw-away data may be lost when the machine stops, and is removed with the server. */
  readonly durability: Durability;
  readonly onProgress: OnProgress;
};

export type RunningPostgres = {
  /** Connects as the superuser; for provisioning alone. */
  readonly adminUrl: string;
  readonly port: number;
  /** Of the server as it runs now: another after a revival. */
  readonly pid: number;
  readonly dataDir: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
} & Revivable;

/**
 * Brings up the embedded Postgres on the loopback address, with its data under `stateDir`.
 *
 * Promises: nobody else holds that data; a server orphaned by a killed launcher is stopped first; the port is the one of
 * the last start where it is still free; the answer comes when the server takes connections, or an error within minutes.
 */
export async function startPostgres(request: PostgresRequest): Promise<RunningPostgres> {
  const { durability, onProgress } = request;
  const stateDir = resolve(request.stateDir);
  const account = serverAccount(onProgress);
  const home = prepareHome(stateDir, account);
  const claim = takeClaim(home);
  try {
    const dataDir = join(home, "data");
    const stopLeftovers = (tell: OnProgress): Promise<void> =>
      stopOrphans({ folder: dataDir, program: POSTGRES_PROGRAM, signals: STOP_SIGNALS, onProgress: tell });
    await stopLeftovers(onProgress);
    const binaries = placeBinaries(home, account, onProgress);
    const isDurable = durability === "durable";
    const cluster = ensureCluster({ home, initdb: binaries.initdb, isDurable, account });
    const program = binaries.postgres;
    const launch = { home, account, program, durability, onProgress, ...cluster };
    const { process: first, ...place } = await launchOnFreePort(launch);
    let server = first;
    return {
      ...place,
      dataDir,
      get pid() {
        return server.pid;
      },
      untilEnded: () => server.ended,
      revive: async () => {
        // What a dead postmaster forked holds its shared memory for as long as it lives.
        await stopLeftovers(() => undefined);
        server = (await launchOnFreePort({ ...launch, port: place.port })).process;
      },
      stop: async () => {
        await stopProcess(server.pid, STOP_SIGNALS);
        if (!isDurable) rmSync(dataDir, { recursive: true, force: true });
        claim.release();
      },
    };
  } catch (error) {
    claim.release();
    throw error;
  }
}

function prepareHome(stateDir: string, account: ServerAccount | undefined): string {
  const home = join(stateDir, "postgres");
  makePassable(stateDir);
  makePassable(home);
  if (canPassThrough(home, account)) return home;
  throw new RefusedToStart(
    `The account that runs Postgres can't enter ${stateDir}. Set BALLAST_STATE_DIR to a folder that everybody may pass through.`,
  );
}

function takeClaim(home: string): Claim {
  const claim = claimFolder(home, "claim");
  if ("release" in claim) return claim;
  throw new RefusedToStart(
    `Process ${claim.pid} runs Postgres on ${home} already. Stop it first, or set BALLAST_STATE_DIR to another folder.`,
  );
}
