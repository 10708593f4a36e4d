import { join } from "node:path";
import { ConfigInvalid, ensureSecrets, readConfig, readEnvironment } from "@ballast/config";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import {
  bringUpServers,
  chooseStateDir,
  claimFolder,
  findFreePort,
  makePrepareDatabase,
  readServicesFile,
  RefusedToStart,
  removeServicesFile,
  SERVICES_CLAIM,
  writeServicesFile,
} from "@ballast/services";
import { addressOf, engineChild, webChild, type House } from "./children.ts";
import { seedDemo } from "./demo.ts";
import { PROJECT_ROOT } from "./install.mjs";
import { say, step } from "./progress.mjs";
import { Shutdown } from "./shutdown.ts";
import { ChildDidNotStart, SupervisedChild, type ChildPlan } from "./supervised-child.ts";
import { buildLogOf, buildWeb } from "./web-build.ts";
import { claimWebPort } from "./web-port.ts";

const prepareDatabase = makePrepareDatabase({ provisionDatabase, applyMigrations });

/** `npm start`, once everything is installed: brings the house up from the ground floor, and down again in reverse. */
async function up(): Promise<void> {
  const env = readEnvironment(PROJECT_ROOT, process.env);
  const config = readConfig(PROJECT_ROOT, process.env);
  const stateDir = chooseStateDir({ projectRoot: PROJECT_ROOT, env, onProgress: say });
  const claim = claimFolder(stateDir, SERVICES_CLAIM);
  if (!("release" in claim)) {
    tellWhatRuns(stateDir, claim.pid);
    return;
  }
  const shutdown = new Shutdown(say);
  shutdown.add(() => {
    removeServicesFile(stateDir);
    claim.release();
  });
  shutdown.listen();
  try {
    const secrets = ensureSecrets(config, stateDir);
    // The build takes longest and needs nothing that runs, so it goes on beside the rest.
    const building = new AbortController();
    shutdown.add(() => {
      building.abort();
    });
    const build = step("Building the web app", () =>
      buildWeb({ projectRoot: PROJECT_ROOT, logFile: buildLogOf(stateDir), signal: building.signal }),
    );
    build.catch(() => undefined);
    const servers = await step("Starting Postgres and Redis", () => bringUpServers({ config, stateDir, onProgress: say }));
    shutdown.add(servers.stop);
    const database = await step("Preparing the database", () =>
      prepareDatabase({ adminUrl: servers.adminUrl, stateDir, config, onProgress: say }),
    );
    const house: House = { projectRoot: PROJECT_ROOT, stateDir, config, secrets, database, redisUrl: servers.redisUrl };
    let published: AppsUp = { pids: {} };
    const publish = (part: AppsUp): void => {
      published = part;
      writeServicesFile(stateDir, {
        database,
        redisUrl: servers.redisUrl,
        pid: process.pid,
        ...part,
        pids: { ...servers.pids, ...part.pids },
      });
    };
    publish(published);
    servers.watch({
      onProgress: say,
      onRevived: () => {
        publish(published);
      },
      onLost: (reason) => {
        void shutdown.fail(new ChildDidNotStart(reason));
      },
    });
    const login = config.operation.isDemoOn ? await step("Seeding the demo workspace", () => seedDemo(house)) : undefined;
    await build;
    const { webUrl } = await startApps(house, shutdown, publish);
    say("");
    say(`Ballast is up: ${webUrl}`);
    if (login)
      say("told" in login ? `The demo: ${login.told}` : `Sign in to the demo as ${login.email} with the password ${login.password}`);
    say(`Logs are in ${join(stateDir, "logs")}. Ctrl-C stops everything.`);
  } catch (error) {
    await shutdown.fail(error);
  }
}

/** What of the apps is up, for the services file. */
type AppsUp = { readonly webUrl?: string; readonly engineUrl?: string; readonly pids: Readonly<Record<string, number>> };
type Publish = (part: AppsUp) => void;

/** Engine and web app side by side: neither needs the other to come up. */
async function startApps(house: House, shutdown: Shutdown, publish: Publish): Promise<{ readonly webUrl: string }> {
  const { host, port: firstPort } = house.config.web;
  const pids: Record<string, number> = {};
  const { port, claim } = await claimWebPort(firstPort, host);
  shutdown.add(() => {
    claim.release();
  });
  const webUrl = addressOf(host, port);
  const engine = engineChild(house, await findFreePort());
  const engineUrl = new URL("/", engine.healthUrl).origin;
  const start = async (key: string, plan: ChildPlan): Promise<void> => {
    const publishPid = (pid: number): void => {
      pids[key] = pid;
      publish({ webUrl, engineUrl, pids });
    };
    const child = new SupervisedChild(plan, {
      say,
      onRestart: publishPid,
      onLost: (reason) => {
        void shutdown.fail(new ChildDidNotStart(reason));
      },
    });
    shutdown.addToTop(() => child.stop());
    pids[key] = await step(`Starting the ${plan.name}`, () => child.start());
  };
  await Promise.all([start("engine", engine), start("web", webChild(house, port))]);
  publish({ webUrl, engineUrl, pids });
  return { webUrl };
}

function tellWhatRuns(stateDir: string, holder: number): void {
  const running = readServicesFile(stateDir);
  if (running?.webUrl !== undefined) {
    say(`Ballast runs in this clone already: ${running.webUrl} (process ${holder}). Ctrl-C there, or kill ${holder}, stops it.`);
    return;
  }
  say(`Process ${holder} is bringing this clone up, or a command has its services for a while. Try again when it has ended.`);
  process.exitCode = 1;
}

try {
  await up();
} catch (error) {
  const isForPeople = error instanceof ConfigInvalid || error instanceof RefusedToStart;
  process.stderr.write(`${isForPeople ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}
