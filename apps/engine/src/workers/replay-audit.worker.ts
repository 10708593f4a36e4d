import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { replayAudit } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";

const MAIN = join(import.meta.dirname, "../cli/audit-process.ts");
const ROUND_MS_MAX = 90_000;
const run = promisify(execFile);

/** A round of the auditor in a process of its own: whoever decided does not audit itself, also where there is one engine alone. */
export function consumeReplayAudit(ports: EnginePorts, options: ConsumeOptions): Consumer {
  const stopping = new AbortController();
  const audit = async (tickMs: number): Promise<void> => {
    const { stderr } = await run(process.execPath, [MAIN, String(tickMs)], { timeout: ROUND_MS_MAX, signal: stopping.signal });
    process.stderr.write(stderr);
    ports.log.debug({ tickMs }, "the auditor has ended its round");
  };
  const consumer = consume(replayAudit, { ...options, concurrency: 1 }, async ({ tickMs }) => {
    await audit(tickMs).catch((error: unknown) => {
      // A round that a stop cut off is lost: the next engine draws other samples.
      if (!stopping.signal.aborted) throw error;
    });
  });
  return {
    close: async () => {
      stopping.abort();
      await consumer.close();
    },
  };
}
