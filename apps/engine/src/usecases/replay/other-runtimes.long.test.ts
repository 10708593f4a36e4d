import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleCore } from "../../core-bundle.ts";
import { sha256 } from "../../ports/sha256.ts";
import { walkRuntime } from "../../testing/runtime-walk.ts";

/** The same receipts on every Node that is about, wherever in the world its machine stands. */

const run = promisify(execFile);
let folder: string;
let decided: string;
let digest: string;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Decides each stored input with the bundle's bytes as they are stored, and prints one hash over what comes out. */
const REPLAY = `
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { core } from "./core.mjs";
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const bytesOf = (text) => Buffer.from(text, "hex");
const { profile, instruments, slots } = JSON.parse(readFileSync(new URL("./inputs.json", import.meta.url), "utf8"));
const decide = core.makeDecide({ sha256 });
const hashed = (text, decode) => ({ value: decode(bytesOf(text)), hash: sha256(bytesOf(text)) });
const shared = {
  profile: hashed(profile, core.decodeRiskProfile),
  instruments: hashed(instruments, core.decodeInstruments),
};
const all = createHash("sha256");
for (const { slot, body, settings, snapshot, state } of slots) {
  const { nowMs, mode, kills, costs, predictions, isFenceHeld, active } = core.decodeReceiptBody(bytesOf(body));
  const bytes = bytesOf(snapshot);
  const sealed = { snapshot: core.decodeSnapshot(bytes), bytes, hash: sha256(bytes) };
  const again = decide({ slot, nowMs, mode, kills, costs, predictions, isFenceHeld, active, ...shared, settings: hashed(settings, core.decodeStrategySettings), snapshot: sealed, account: hashed(state, core.decodeAccountState) });
  for (const part of [again.inputHash, again.outputHash, again.body, again.account.hash]) all.update(part);
}
console.log(all.digest("hex"));
`;

const WALK = `
import { createHash } from "node:crypto";
import { walkRuntime } from "./runtime-walk.ts";
console.log(walkRuntime((bytes) => createHash("sha256").update(bytes).digest()).digest);
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-runtimes-"));
  const walk = walkRuntime(sha256);
  digest = walk.digest;
  expect(new Set(walk.slots.map(({ receipt }) => receipt.outcome)).has("INTENTS")).toBe(true);
  const slots = walk.slots.map(({ receipt, settings, snapshot, state }) => ({
    slot: receipt.slot,
    body: hex(receipt.body),
    settings: hex(settings),
    snapshot: hex(snapshot),
    state: hex(state),
  }));
  const { bytes } = await bundleCore();
  await writeFile(join(folder, "core.mjs"), bytes);
  await writeFile(join(folder, "inputs.json"), JSON.stringify({ profile: hex(walk.profile), instruments: hex(walk.instruments), slots }));
  await writeFile(join(folder, "replay.mjs"), REPLAY);
  const all = walk.slots.flatMap(({ receipt }) => [receipt.inputHash, receipt.outputHash, receipt.body, receipt.stateAfter]);
  decided = hex(sha256(Buffer.concat(all)));
  const stdin = { contents: WALK, resolveDir: join(import.meta.dirname, "../../testing"), loader: "ts" as const };
  await build({
    stdin,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2023",
    outfile: join(folder, "walk.mjs"),
    logLevel: "silent",
  });
});
afterAll(() => rm(folder, { recursive: true }));

const PLACES = [
  {},
  { TZ: "Asia/Kolkata", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  { TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "C" },
];

describe.each(["20", "22", "24"])("Node %s", (major) => {
  test.each(PLACES)("decides and walks to the same hashes with %o", async (place) => {
    const env = { ...process.env, TZ: "UTC", ...place };
    const on = async (file: string): Promise<string> => {
      const script = `node --version && node ${join(folder, file)}`;
      const { stdout } = await run("npx", ["--yes", "-p", `node@${major}`, "-c", script], { env, cwd: folder });
      const [version = "", said = ""] = stdout.trim().split("\n");
      expect(version.startsWith(`v${major}.`)).toBe(true);
      return said;
    };
    expect(await on("replay.mjs")).toBe(decided);
    expect(await on("walk.mjs")).toBe(digest);
  });
});
