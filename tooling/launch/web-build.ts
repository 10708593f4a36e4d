import { spawn } from "node:child_process";
import { join } from "node:path";
import { RotatingLog } from "./rotating-log.ts";

export type WebBuild = { readonly projectRoot: string; readonly logFile: string; readonly signal: AbortSignal };

/** A build of the size of this app stays below it; the whole product has 3 GB while building. */
const HEAP_MB = 1_536;

/**
 * Builds the web app where its sources, or those of the packages it uses, changed since the last build; turbo compares
 * their hashes and answers in a second where nothing did. Nothing is sent anywhere: neither telemetry nor a remote cache.
 */
export async function buildWeb({ projectRoot, logFile, signal }: WebBuild): Promise<void> {
  const turbo = join(projectRoot, "node_modules/.bin/turbo");
  const args = ["run", "build", "--filter=@ballast/web", "--env-mode=loose", "--output-logs=new-only", "--ui=stream"];
  const child = spawn(turbo, args, {
    cwd: projectRoot,
    env: {
      ...process.env,
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      TURBO_TELEMETRY_DISABLED: "1",
      CHECKPOINT_DISABLE: "1",
      DO_NOT_TRACK: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGTERM",
  });
  const log = new RotatingLog(logFile);
  log.follow(child.stdout);
  log.follow(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The web app can't be built. The log is ${logFile} and ends:\n${log.tail}`);
}
