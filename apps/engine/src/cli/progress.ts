import { countedText, countText, utcText } from "./table.ts";
import type { Terminal } from "./command.ts";

const TTY_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 5_000;

export type RowProgress = {
  readonly report: (progress: { readonly rows: number; readonly lastMs: number }) => void;
  readonly done: () => void;
};

/** Shows on stderr how far a long work is: one line that is rewritten in a terminal, a line now and then in a log. */
export function rowProgress(terminal: Terminal, what: string): RowProgress {
  const startedMs = Date.now();
  const intervalMs = terminal.isErrTty ? TTY_INTERVAL_MS : LOG_INTERVAL_MS;
  let shownMs = startedMs;
  let isShown = false;
  return {
    report: ({ rows, lastMs }) => {
      const nowMs = Date.now();
      if (nowMs - shownMs < intervalMs) return;
      shownMs = nowMs;
      isShown = true;
      const line = `${what}: ${countedText(rows, "row")}, at ${utcText(lastMs)}, ${countText(Math.round((rows * 1_000) / (nowMs - startedMs)))} rows/s`;
      terminal.err(terminal.isErrTty ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    done: () => {
      if (isShown && terminal.isErrTty) terminal.err("\r\x1b[2K");
    },
  };
}
