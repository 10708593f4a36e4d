import { once } from "node:events";
import { createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { finished } from "node:stream/promises";
import { fileFault } from "../file-fault.ts";
import { CommandRefused, type Terminal } from "./command.ts";

export type TextSink = { readonly write: (text: string) => Promise<void>; readonly close: () => Promise<void> };

/** What replaces a file gets its name when it is whole; a pipe or a device is written as it is. */
function draftOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined || stat.isFile() ? `${path}.part` : path;
}

/**
 * Where a command's output goes: the terminal for `-` or nothing, else a file. A slow reader slows the writer.
 * `option` is what a refusal says the path was given by. A file that was there stays as it was until the new one is whole; of a command that ends before, nothing is left.
 */
export function openTextSink(path: string | undefined, terminal: Terminal, option = "--out"): TextSink {
  if (path === undefined || path === "-") return { write: terminal.out, close: async () => undefined };
  const draft = draftOf(path);
  const isDraft = draft !== path;
  const file = createWriteStream(draft);
  const discard = (): void => {
    if (isDraft) rmSync(draft, { force: true });
  };
  process.once("exit", discard);
  const ended = finished(file).catch((cause: unknown) => {
    throw new CommandRefused({
      code: "FILE_UNWRITABLE",
      fact: `${option} ${path}: ${fileFault(cause)}`,
      mend: `Give ${option} the path of a file that can be written, or - for the terminal.`,
    });
  });
  // Awaited by write and close; a file that can't be opened must not end the process before they ask.
  ended.catch(() => undefined);
  return {
    write: async (text) => {
      if (!file.write(text)) await Promise.race([once(file, "drain"), ended]);
    },
    close: async () => {
      file.end();
      await ended;
      process.off("exit", discard);
      if (isDraft) renameSync(draft, path);
    },
  };
}
