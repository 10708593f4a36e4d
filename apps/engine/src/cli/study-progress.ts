import type { Terminal } from "./command.ts";
import { countText } from "./table.ts";

const TTY_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 5_000;

export type StudyProgress = { readonly report: (done: number, total: number) => void; readonly done: () => void };

/** Shows on stderr how far a study is: one line that is rewritten in a terminal, a line now and then in a log. */
export function studyProgress(terminal: Terminal, wallMs: () => number): StudyProgress {
  const startedMs = wallMs();
  const intervalMs = terminal.isErrTty ? TTY_INTERVAL_MS : LOG_INTERVAL_MS;
  let shownMs = startedMs;
  let isShown = false;
  return {
    report: (done, total) => {
      const nowMs = wallMs();
      if (nowMs - shownMs < intervalMs) return;
      shownMs = nowMs;
      isShown = true;
      const leftMs = done === 0 ? undefined : ((nowMs - startedMs) * (total - done)) / done;
      const left = leftMs === undefined ? "" : `, about ${Math.ceil(leftMs / 1_000)} s left`;
      const line = `${countText(done)} of ${countText(total)} walks${left}`;
      terminal.err(terminal.isErrTty ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    done: () => {
      if (isShown && terminal.isErrTty) terminal.err("\r\x1b[2K");
    },
  };
}
