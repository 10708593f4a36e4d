import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeTestPort } from "@ballast/testing/free-port";
import { testDatabase, testRedisUrl, type TestDatabase } from "@ballast/testing/test-database";

/** What ships, started as it ships: the built web app, and the engine where a journey needs one. */
export type Stack = {
  readonly url: string;
  readonly database: TestDatabase;
  /** Sign-in of the demo workspace; only on a stack with an engine. */
  readonly demo: { readonly email: string; readonly password: string };
  readonly stop: () => Promise<void>;
};

const PROJECT_ROOT = join(import.meta.dirname, "../../..");
const WEB = join(PROJECT_ROOT, "apps/web");
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;
const ASK_MS = 100;
const LOG_LENGTH_MAX = 20_000;
const DEMO = { email: "demo@ballast.local", password: "demo of the e2e run" };

type Started = { readonly process: ChildProcess; readonly log: () => string };

function start(args: readonly string[], of: { readonly cwd: string; readonly env: NodeJS.Dict<string> }): Started {
  let log = "";
  const child = spawn(process.execPath, [...args], { cwd: of.cwd, env: { ...process.env, ...of.env }, stdio: ["ignore", "pipe", "pipe"] });
  const keep = (chunk: Buffer): void => {
    log = `${log}${chunk.toString()}`.slice(-LOG_LENGTH_MAX);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return { process: child, log: () => log };
}

async function untilAnswers(url: string, { process: child, log }: Started): Promise<void> {
  const deadline = Date.now() + START_MS_MAX;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended while starting:\n${log()}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  throw new Error(`${url} does not answer:\n${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(force);
}

async function finish(started: Started, what: string): Promise<void> {
  const code = await new Promise((resolve) => started.process.once("exit", resolve));
  if (code !== 0) throw new Error(`${what} failed:\n${started.log()}`);
}

/** The web app alone, or with the engine and the demo workspace that it trades. */
export async function startStack(of: { readonly withEngine: boolean }): Promise<Stack> {
  if (!existsSync(join(WEB, ".next/BUILD_ID")))
    throw new Error("the web app is not built: npm test builds it, or npm run build -w @ballast/web");
  const database = await testDatabase();
  const stateDir = mkdtempSync(join(tmpdir(), "ballast-e2e-"));
  const running: Started[] = [];
  const stop = async (): Promise<void> => {
    for (const { process: child } of running.reverse()) await end(child);
    await database.drop();
    rmSync(stateDir, { recursive: true, force: true });
  };
  try {
    if (of.withEngine) running.push(await startEngine(database, stateDir));
    const port = await freeTestPort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      NODE_ENV: "production",
      DATABASE_URL_WEB: database.webUrl,
      NEXTAUTH_SECRET: "a secret of the end-to-end tests",
      NEXTAUTH_URL: url,
      LOGLEVEL: "warn",
    };
    const web = start([join(PROJECT_ROOT, "node_modules/next/dist/bin/next"), "start", "--hostname", "127.0.0.1", "--port", String(port)], {
      cwd: WEB,
      env,
    });
    running.push(web);
    await untilAnswers(`${url}/api/health`, web);
    return { url, database, demo: DEMO, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEngine(database: TestDatabase, stateDir: string): Promise<Started> {
  const port = await freeTestPort();
  const env = {
    BALLAST_STATE_DIR: stateDir,
    DATABASE_URL: database.adminUrl,
    DATABASE_URL_ENGINE: database.engineUrl,
    DATABASE_URL_WEB: database.webUrl,
    REDIS_URL: testRedisUrl(),
    ENGINE_PORT: String(port),
    LOGLEVEL: "warn",
  };
  const passwordFile = join(stateDir, "demo-password");
  writeFileSync(passwordFile, DEMO.password);
  const seed = start(
    [join(PROJECT_ROOT, "apps/engine/bin/ballast.mjs"), "seed-demo", "--email", DEMO.email, "--password-file", passwordFile],
    { cwd: PROJECT_ROOT, env },
  );
  await finish(seed, "seeding the demo");
  const engine = start([join(PROJECT_ROOT, "apps/engine/src/main.ts")], { cwd: join(PROJECT_ROOT, "apps/engine"), env });
  await untilAnswers(`http://127.0.0.1:${port}/ready`, engine);
  return engine;
}
