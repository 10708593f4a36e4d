import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";

const BALLAST = fileURLToPath(new URL("../../bin/ballast.mjs", import.meta.url));
/** The machine's own Node, where there is one beside the pinned one. */
const NODES = [process.execPath, "/usr/bin/node", "/usr/local/bin/node"].filter((path) => existsSync(path));
const run = promisify(execFile);

test.each(NODES)("ballast runs under %s and hands its exit code on", async (node) => {
  const { stdout } = await run(node, [BALLAST, "--help"]);
  expect(stdout).toContain("npx ballast <command>");
  await expect(run(node, [BALLAST, "improt"])).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean import?") });
});

test("help loads no library: of the project's modules only the few that print it", async () => {
  const program = `process.argv[2] = "--help"; const { registerHooks } = await import("node:module"); const seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    await import(${JSON.stringify(BALLAST)}); console.error(JSON.stringify(seen.filter((url) => url.startsWith("file:"))));`;
  const { stderr } = await run(process.execPath, ["--input-type=module", "--eval", program]);
  const loaded = z.array(z.string()).parse(JSON.parse(stderr.trim().split("\n").at(-1) ?? "[]"));
  const paths = loaded.map((url) => url.replace(/^.*\/apps\/engine\//, ""));
  const isCommand = (path: string): boolean => path.includes("/commands/") && !/-specs?\.ts$/.test(path);
  expect(paths.filter((path) => path.includes("node_modules") || isCommand(path))).toEqual([]);
  expect(loaded.length).toBeLessThan(18);
});
