// `npm test`: every test on a machine that has Node and nothing else. Plain JavaScript, since it installs the rest.
import { ensureInstalled, handOver, refuseUnfitHost } from "./install.mjs";

refuseUnfitHost();
try {
  await ensureInstalled();
  await handOver("tooling/launch/run-tests.ts", process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
