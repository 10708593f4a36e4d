import type { TestProject } from "vitest/node";
import { startServers, type StartedServers, type TestServers } from "./servers.ts";

declare module "vitest" {
  // Merging with vitest's own declaration takes an interface.
  interface ProvidedContext {
    ballastServers: TestServers;
  }
}

declare global {
  /** Projects of one run (int, e2e, …) are set up one by one in one process: they share the servers. */
  var ballastTestServers: { readonly started: Promise<StartedServers>; users: number } | undefined;
}

/** Starts the servers for the first project of a run; vitest calls what it returns when a project ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.ballastTestServers ??= {
    started: startServers((line) => {
      process.stderr.write(`${line}\n`);
    }),
    users: 0,
  };
  const use = globalThis.ballastTestServers;
  use.users += 1;
  const { servers, stop } = await use.started;
  project.provide("ballastServers", servers);
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    globalThis.ballastTestServers = undefined;
    await stop();
  };
}
