import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { findOrInstall, REDIS_PACKAGE, sweepThrowaways } from "@ballast/services";
import { BROWSER_PACKAGE } from "./browser.ts";
import { PROJECT_ROOT } from "./install.mjs";
import { say, step } from "./progress.mjs";
import { addTallies, type Tally } from "./tally.ts";
import { readTally } from "./vitest-report.ts";
import { buildLogOf, buildWeb, generateSources } from "./web-build.ts";

/** Which of vitest's projects a suite runs, one run after the other: a browser test must not share the cores with the rest. */
const SUITES = {
  all: [["unit", "int"], ["e2e"]],
  long: [["long"]],
  chaos: [["chaos"]],
} as const satisfies Record<string, readonly (readonly string[])[]>;

type Suite = keyof typeof SUITES;

const RUN_TIMEOUT_MS = 3_600_000;

/** `npm test [-- --suite long|chaos] [path …]`: prepares what the tests need, runs them, and ends with one line of counts. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { suite: { type: "string", default: "all" } } });
  const { suite } = values;
  if (!isSuite(suite)) throw new Error(`There is no suite "${suite}": it is one of ${Object.keys(SUITES).join(", ")}.`);
  const reports = mkdtempSync(join(tmpdir(), "ballast-tests-"));
  const choice = { projectRoot: PROJECT_ROOT, env: process.env, onProgress: say };
  try {
    const browser = await prepare(suite);
    const tallies: Tally[] = [];
    for (const projects of SUITES[suite]) {
      tallies.push(await runVitest({ projects, paths: positionals, browser, report: join(reports, `${projects.join("-")}.json`) }));
    }
    const { passed, failed, skipped } = addTallies(tallies);
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    // A run that tried nothing has proved nothing.
    if (failed > 0 || passed === 0) process.exitCode = 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
    await sweepThrowaways(choice);
  }
}

function isSuite(name: string): name is Suite {
  return Object.hasOwn(SUITES, name);
}

/** Answers the browser's path. The web app is built for the browser tests, which run what is shipped. */
async function prepare(suite: Suite): Promise<string> {
  await step("Looking for Redis", () => findOrInstall(REDIS_PACKAGE, say));
  const browser = await step("Looking for Chromium", () => findOrInstall(BROWSER_PACKAGE, say));
  const build = {
    projectRoot: PROJECT_ROOT,
    logFile: buildLogOf(join(PROJECT_ROOT, ".ballast")),
    signal: AbortSignal.timeout(RUN_TIMEOUT_MS),
  };
  await step("Generating the database client", () => generateSources(build));
  if (suite === "all") await step("Building the web app", () => buildWeb(build));
  return browser;
}

type VitestRun = {
  readonly projects: readonly string[];
  readonly paths: readonly string[];
  readonly browser: string;
  readonly report: string;
};

async function runVitest({ projects, paths, browser, report }: VitestRun): Promise<Tally> {
  const args = [
    join(PROJECT_ROOT, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...projects.flatMap((project) => ["--project", project]),
    ...paths,
  ];
  const path = [join(PROJECT_ROOT, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PATH: path, BALLAST_TEST_BROWSER: browser, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "inherit", "inherit"],
    timeout: RUN_TIMEOUT_MS,
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, forward);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, forward);
  return readTally(report, code);
}

await main();
