import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchBacktest } from "./backtest.ts";
import { startBenchServers } from "./bench-servers.ts";
import { benchCycles } from "./cycles.ts";
import { benchFeatures } from "./features.ts";
import { benchGoverned } from "./governed.ts";
import { benchImport } from "./import.ts";
import { measureTransactionRate } from "./pgbench.ts";
import { benchReplay } from "./replay.ts";
import { benchRuns } from "./runs.ts";
import { benchSweep } from "./sweep.ts";

const PGBENCH_SECONDS = 30;
const ACCOUNTS = 10_000;
const ACCOUNTS_LARGE = 100_000;
const SECTIONS = ["features", "governed", "backtest", "sweep", "cycles", "large", "runs", "replay", "import"] as const;
/** Sections that need no server. */
const IN_MEMORY = new Set<string>(["features", "governed", "backtest", "sweep"]);

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    seconds: { type: "string", default: String(PGBENCH_SECONDS) },
    /** A file of hourly bars for the sweep, in place of the synthetic market. */
    bars: { type: "string" },
  },
});
const wanted = new Set<string>(values.only ?? SECTIONS);
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What is measured on a server of this run's own. */
async function measureOnServers(result: Record<string, unknown>): Promise<void> {
  const servers = await startBenchServers(say);
  try {
    result["postgres"] = servers.durability;
    if (wanted.has("cycles")) {
      say("pgbench: -s 50 -M simple -c 8 -j 2");
      const rate = await measureTransactionRate(servers.adminUrl, Number(values.seconds));
      const cycles = [];
      for (const enteringShare of [0, 0.1, 1]) {
        say(`cycles: ${ACCOUNTS} accounts, ${enteringShare * 100} % entering`);
        const measured = await benchCycles(servers, { accounts: ACCOUNTS, enteringShare });
        cycles.push({ ...measured, cyclesPerTransaction: measured.cyclesPerSecond / rate.transactionsPerSecond });
      }
      result["transactions"] = rate;
      result["cycles"] = { goal: "at 10 % entering: 3 cycles per transaction; under 3 s", measured: cycles };
    }
    if (wanted.has("large")) {
      say(`cycles: ${ACCOUNTS_LARGE} accounts, 10 % entering`);
      result["cyclesLarge"] = {
        goal: "under 30 s",
        measured: await benchCycles(servers, { accounts: ACCOUNTS_LARGE, enteringShare: 0.1 }),
      };
    }
    if (wanted.has("runs")) result["runs"] = await benchRuns(servers, say);
    if (wanted.has("replay")) result["replay"] = await benchReplay(servers, say);
    if (wanted.has("import")) result["import"] = await benchImport(servers, say);
  } finally {
    await servers.stop();
  }
}

/** Every figure of one run, with what it is compared with, as one JSON. */
async function main(): Promise<void> {
  const result: Record<string, unknown> = {
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.versions.node },
  };
  if (wanted.has("features")) result["features"] = benchFeatures(say);
  if (wanted.has("governed")) result["governed"] = benchGoverned(say);
  if (wanted.has("backtest")) result["backtest"] = await benchBacktest(say);
  if (wanted.has("sweep")) result["sweep"] = await benchSweep(say, values.bars);
  if ([...wanted].some((section) => !IN_MEMORY.has(section))) await measureOnServers(result);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

await main();
