import { spawnSync } from "node:child_process";

/** Whose rights a program runs with. */
type RunAs = { readonly uid: number; readonly gid: number };

export type Captured = { readonly isSuccess: boolean; readonly stdout: string; readonly stderr: string };
export type CaptureOptions = { readonly account?: RunAs; readonly env?: NodeJS.ProcessEnv; readonly timeoutMs: number };

/** Runs a program to its end and answers what it printed; a program that is not there failed and printed nothing. */
export function capture(program: string, args: readonly string[], { account, env, timeoutMs }: CaptureOptions): Captured {
  const run = spawnSync(program, args, {
    ...account,
    ...(env === undefined ? {} : { env }),
    cwd: "/",
    encoding: "utf8",
    timeout: timeoutMs,
  });
  if (run.error) return { isSuccess: false, stdout: "", stderr: run.error.message };
  return { isSuccess: run.status === 0, stdout: run.stdout, stderr: run.stderr };
}
