// `npm start`: from a fresh clone to a running Ballast. Plain JavaScript, since it runs before anything is installed.
import { ensureInstalled, handOver, refuseUnfitHost } from "./install.mjs";

refuseUnfitHost();
try {
  await ensureInstalled();
  await handOver("tooling/launch/up.ts", process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
