import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, makeThrowawayState, readServicesFile } from "@ballast/services";
import { afterAll, expect, test, vi } from "vitest";

const PROJECT_ROOT = join(import.meta.dirname, "../../../..");
const BALLAST = join(PROJECT_ROOT, "apps/engine/bin/ballast.mjs");
const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2019, 0, 1);
const BARS = 24 * 900;
const SLOW_MS = 240_000;
const EVENTUALLY = { timeout: 60_000, interval: 20 };
const INTERRUPTED = "Interrupted: ending what was begun. What was committed stays.\n";

const state = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: {}, onProgress: () => undefined });
afterAll(state.remove);

type Speaking = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly code: Promise<number | null>;
};

/** A command as a person starts it, with servers of its own for its duration. */
function start(...words: string[]): Speaking {
  const env = { PATH: process.env["PATH"], NODE_ENV: "test" as const, BALLAST_STATE_DIR: state.stateDir };
  const child = spawn(process.execPath, [BALLAST, ...words], { cwd: PROJECT_ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, out: () => out, err: () => err, code };
}

async function done(...words: string[]): Promise<Speaking> {
  const command = start(...words);
  expect(await command.code, `${command.err()}${command.out()}`).toBe(0);
  return command;
}

function waveCsv(): string {
  const rows = Array.from({ length: BARS }, (_, n) => {
    const close = (100 + 20 * Math.sin(n / 30)).toFixed(2);
    return `${FROM_MS + n * HOUR_MS},${close},${close},${close},${close},1`;
  });
  return `ts_ms,open,high,low,close,volume\n${rows.join("\n")}\n`;
}

test("Ctrl-C of a command ends its work, then its servers, without a word of what fails on the way", { timeout: SLOW_MS }, async () => {
  const file = join(state.stateDir, "wave.csv");
  await writeFile(file, waveCsv());
  await done("import", "--file", file, "--instrument", "BTC/USD", "--timeframe", "1h");
  await done("accounts", "create", "--name", "Alpha", "--instrument", "BTC/USD");

  const run = start("run", "--account", "alpha", "--from", "2019-03-01", "--to", "2021-06-01", "--run-key", "long");
  await vi.waitFor(() => {
    expect(run.err()).toMatch(/long: [1-9].* decisions/);
  }, EVENTUALLY);
  const pids = Object.values(readServicesFile(state.stateDir)?.pids ?? {});
  expect(pids.map(isAlive)).toEqual([true, true]);
  // A press in a terminal reaches the command directly and by way of npm.
  run.child.kill("SIGINT");
  run.child.kill("SIGINT");
  expect(await run.code).toBe(130);
  expect(run.out()).toBe("");
  const said = run.err().split(INTERRUPTED);
  expect(said).toHaveLength(2);
  expect(run.err()).not.toMatch(/error|EPIPE|ECONN|closed|terminat|fail/i);
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(readServicesFile(state.stateDir)).toBeUndefined();

  const again = await done("verify", "--json");
  expect(again.err()).not.toContain("A server of an earlier start still runs");
});

test("Ctrl-C while the servers just come up leaves none of them behind", { timeout: SLOW_MS }, async () => {
  const early = start("accounts", "list");
  await vi.waitFor(() => {
    expect(existsSync(join(state.stateDir, "postgres/claim"))).toBe(true);
  }, EVENTUALLY);
  early.child.kill("SIGINT");
  expect(await early.code).toBe(130);
  expect(early.out()).toBe("");
  expect(early.err()).not.toMatch(/error|EPIPE|ECONN|closed|terminat|fail/i);
  const next = await done("accounts", "list");
  expect(next.err()).not.toContain("A server of an earlier start still runs");
});
