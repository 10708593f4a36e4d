import type { ReplayBookFilter } from "@ballast/db/repositories/replay-books";
import type { SlotTimes } from "@ballast/db/repositories/replay-receipts";
import type { Pool } from "pg";
import { replayStretch, type ReplayedStretch } from "../usecases/replay/replay-receipts.ts";
import { EXIT, type ExitCode, type Terminal } from "./command.ts";
import { refuseUnknown, withReplayPool } from "./replay-options.ts";
import { isIdentical, replayJson, replayText } from "./replay-view.ts";
import { countedText, utcText } from "./table.ts";

const PROGRESS_EVERY_MS = 2_000;

/** A line now and then where a person waits. */
function progressOf(terminal: Terminal): (receipts: number) => void {
  let toldMs = Date.now();
  return (receipts) => {
    if (!terminal.isErrTty || Date.now() - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = Date.now();
    terminal.err(`${countedText(receipts, "receipt")} replayed\n`);
  };
}

export type StretchOptions = { readonly workspace?: string | undefined; readonly dsn?: string | undefined; readonly json: boolean };

/** Replays a stretch of time, prints the verdict, and exits with 1 where anything differs. */
export async function runStretch(
  terminal: Terminal,
  options: StretchOptions,
  of: {
    readonly filter: ReplayBookFilter;
    readonly times: SlotTimes;
    /** Told that a stretch holds no receipt; throws where that is a mistake. */
    readonly onEmpty: (pool: Pool) => Promise<void>;
  },
): Promise<ExitCode> {
  const { filter, times } = of;
  const replayed = await withReplayPool(terminal, options.dsn, async (pool): Promise<ReplayedStretch> => {
    await refuseUnknown(pool, filter);
    const found = await replayStretch(pool, { filter, times, onProgress: progressOf(terminal) });
    if (found.receipts === 0 && isIdentical(found)) await of.onEmpty(pool);
    return found;
  });
  const what = `${utcText(times.fromMs)} to ${utcText(times.toMs)}`;
  await terminal.out(`${options.json ? replayJson(replayed) : replayText(replayed, what)}\n`);
  return isIdentical(replayed) ? EXIT.done : EXIT.refused;
}
