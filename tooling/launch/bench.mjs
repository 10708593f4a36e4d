// `npm run bench`: speed and memory as one JSON on stdout. Plain JavaScript, since it installs the rest.
import { ensureInstalled, handOver, refuseUnfitHost } from "./install.mjs";

refuseUnfitHost();
try {
  await ensureInstalled();
  await handOver("apps/engine/bench/main.ts", process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
