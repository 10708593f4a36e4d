import { join } from "node:path";
import { runTurbo, type TurboRun } from "./turbo.ts";

/** A build of the size of this app stays below it; the whole product has 3 GB while building. */
const HEAP_MB = 1_536;

export type WebBuild = Omit<TurboRun, "task" | "env" | "filter">;

/** Builds the web app where its sources, or those of the packages it uses, changed since the last build. */
export async function buildWeb(run: WebBuild): Promise<void> {
  const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`, NODE_ENV: "production" };
  await runTurbo({ ...run, task: "build", filter: "@ballast/web", env });
}

/** Makes the sources that are made from others, such as the database client. */
export async function generateSources(run: WebBuild): Promise<void> {
  await runTurbo({ ...run, task: "generate", env: {} });
}

export function buildLogOf(stateDir: string): string {
  return join(stateDir, "logs/build.log");
}
