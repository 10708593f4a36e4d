import { DAY_MS } from "@ballast/core/time/timeframe";
import { replayStretch } from "../src/usecases/replay/replay-receipts.ts";
import type { BenchServers } from "./bench-servers.ts";
import { inBenchRun } from "./runs.ts";

const ACCOUNTS = 16;
/** Of a governed account's day two hours lie in the downtime window and have no receipt. */
const DAYS = 30;
const RECEIPTS_MIN = 10_000;

/** Replays of some ten thousand receipts from Postgres: each reached, decided and booked again, and compared. */
export async function benchReplay(servers: BenchServers, say: (line: string) => void): Promise<Record<string, unknown>> {
  say(`replay: ${ACCOUNTS} accounts, ${DAYS} days`);
  return inBenchRun(servers, { accounts: ACCOUNTS, days: DAYS }, async ({ database, fromMs }) => {
    const rounds = [];
    for (const round of ["first", "again"]) {
      const startedMs = performance.now();
      const times = { fromMs, toMs: fromMs + (DAYS + 1) * DAY_MS };
      const replayed = await replayStretch(database.engine, { filter: {}, times, onProgress: () => undefined });
      const seconds = (performance.now() - startedMs) / 1_000;
      const { receipts, identical, bookings, differences } = replayed;
      if (receipts < RECEIPTS_MIN || identical < receipts)
        throw new Error(`${identical} of ${receipts} receipts are identical: ${JSON.stringify(differences[0])}`);
      rounds.push({
        round,
        receipts,
        identical,
        bookings,
        seconds,
        receiptsPerSecond: receipts / seconds,
        rssMb: process.memoryUsage.rss() / 1_048_576,
      });
    }
    return { goal: "2,000 receipts a second, all identical", rounds };
  });
}
