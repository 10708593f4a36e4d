#!/usr/bin/env node
// Starts the command line under the Node that the project pins. This file runs under any Node
// ≥ 20.19, so it is plain JavaScript; everything else is TypeScript, which Node 24 runs as it is.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const NODE_MAJOR = 24;
const major = Number(process.versions.node.split(".")[0]);

if (major >= NODE_MAJOR) {
  module.enableCompileCache?.();
  const { runBallast } = await import("../src/cli/main.ts");
  process.exitCode = await runBallast(process.argv.slice(2));
} else {
  const candidates = ["../../../node_modules/node/bin/node", "../../../node_modules/.bin/node"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const node = candidates.find((path) => existsSync(path));
  if (node === undefined) {
    process.stderr.write(
      `ballast needs Node ${NODE_MAJOR}; this is ${process.version}, and the pinned one is not installed. Mend it with: npm ci\n`,
    );
    process.exitCode = 1;
  } else {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
    // Ctrl-C reaches the whole terminal group by itself; what is sent to this process alone is passed on.
    process.on("SIGINT", () => {
      if (!process.stdin.isTTY) child.kill("SIGINT");
    });
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      process.stderr.write(`ballast can't start ${node}: ${error.message}\n`);
      process.exitCode = 1;
    });
    child.on("exit", (code, signal) => {
      process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
    });
  }
}
