// Runs on any Node from 20.19, before anything is installed: plain JavaScript without dependencies.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { say, step } from "./progress.mjs";

export const PROJECT_ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const PINNED_NODE = join(PROJECT_ROOT, "node_modules/.bin/node");

const NODE_MIN = [20, 19];
const OUTPUT_CHARS_MAX = 2_000;
const OTHER_INSTALL_TIMEOUT_MS = 900_000;
const POLL_MS = 500;

/** Ends the process with one line where this Node, or this system, can't even install the one that Ballast runs on. */
export function refuseUnfitHost() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [minMajor = 0, minMinor = 0] = NODE_MIN;
  if (major < minMajor || (major === minMajor && minor < minMinor)) {
    refuse(
      `Ballast needs Node ${NODE_MIN.join(".")} or later to start, and this is ${process.versions.node}. Get one from https://nodejs.org.`,
    );
  }
  if (process.platform === "win32") refuse("Ballast runs on Linux and macOS. On Windows, use WSL 2 or docker compose.");
}

/**
 * @param {string} reason
 * @returns {never}
 */
function refuse(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

/** Installs what package-lock.json names, where node_modules does not hold exactly that. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const release = await takeInstallLock();
  try {
    if (isInstalled()) return;
    await step("Installing packages", () => runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]));
  } finally {
    release();
  }
}

/**
 * Compares what npm wrote down when it last finished with the lockfile; an interrupted install has written nothing.
 * Optional packages are for other platforms and may be missing.
 */
export function isInstalled(root = PROJECT_ROOT) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules/.package-lock.json"));
  if (!wanted) throw new Error("package-lock.json is missing or damaged: restore it with git.");
  if (!present || !existsSync(join(root, "node_modules/.bin/node"))) return false;
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    const isOurs = !path.startsWith("node_modules/") && !path.includes("/node_modules/");
    return isOurs || link || optional || present[path]?.version === version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Two starts at once must not both write node_modules: the second waits for the first.
 * @returns {Promise<() => void>}
 */
async function takeInstallLock() {
  const lock = join(PROJECT_ROOT, ".ballast/install.lock");
  mkdirSync(dirname(lock), { recursive: true });
  const deadlineMs = Date.now() + OTHER_INSTALL_TIMEOUT_MS;
  let isTold = false;
  while (Date.now() < deadlineMs) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch {
      const holder = readPid(lock);
      if (holder !== undefined && !isAlive(holder)) rmSync(lock, { force: true });
      else if (!isTold) say(`Waiting for another installation in this clone (process ${holder ?? "unknown"}).`);
      isTold = true;
      await sleep(POLL_MS);
    }
  }
  throw new Error(`Another installation holds ${lock} for too long. Remove the file if none runs.`);
}

/** @param {string} lock */
function readPid(lock) {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Runs the npm that runs us, quietly; what it said is shown only where it failed.
 * @param {string[]} args
 */
async function runNpm(args) {
  const npmCli = process.env["npm_execpath"];
  const isScript = npmCli !== undefined && /\.c?js$/.test(npmCli);
  const [program, first] = isScript ? [process.execPath, [npmCli]] : ["npm", []];
  const child = spawn(program, [...first, ...args], { cwd: PROJECT_ROOT, stdio: ["ignore", "pipe", "pipe"], env: installEnv() });
  let said = "";
  // The cause stands at the beginning of what npm says, and its usage follows.
  const listen = (/** @type {Buffer} */ chunk) => {
    said = (said + chunk.toString()).slice(0, OUTPUT_CHARS_MAX);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      said += error.message;
      resolve(null);
    });
    child.once("close", resolve);
  });
  process.off("exit", stop);
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${said.trim()}`);
}

/** Settings of the outer npm, such as --ignore-scripts from its command line, must not leak into the installation. */
function installEnv() {
  const { NODE_ENV: _productionWouldOmitTools, ...env } = process.env;
  return { ...env, npm_config_omit: "" };
}

/**
 * Runs a TypeScript file on the Node that Ballast pins: in this process where it is that one, else in a child,
 * whose exit code becomes ours. The child notices by its channel when we are killed.
 * @param {string} file
 * @param {string[]} args
 */
export async function handOver(file, args) {
  const path = join(PROJECT_ROOT, file);
  const wanted = readPackages(join(PROJECT_ROOT, "package-lock.json"))?.["node_modules/node"]?.version;
  if (wanted === process.versions.node) {
    process.argv.splice(1, Infinity, path, ...args);
    await import(path);
    return;
  }
  const child = spawn(PINNED_NODE, [path, ...args], { cwd: PROJECT_ROOT, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => refuse(`${PINNED_NODE} can't be run: ${error.message}. Remove node_modules and start again.`));
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
