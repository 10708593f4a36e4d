import type { ChildProcess } from "node:child_process";

/** One run of a server's program, and the news of its end. */
export type ServerProcess = {
  readonly pid: number;
  readonly hasExited: () => boolean;
  /** Settles when it has ended, however it did: with the signal, or the exit code. */
  readonly ended: Promise<string>;
};

/** Follows a server that was spawned; undefined where there was nothing to run. It keeps no launcher alive. */
export function followServer(child: ChildProcess): ServerProcess | undefined {
  let hasExited = false;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      hasExited = true;
      resolve(how);
    };
    child.once("exit", (code, signal) => {
      end(signal ?? `exit code ${String(code)}`);
    });
    child.once("error", (error) => {
      end(error.message);
    });
  });
  child.unref();
  return child.pid === undefined ? undefined : { pid: child.pid, hasExited: () => hasExited, ended };
}
