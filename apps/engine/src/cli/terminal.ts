import { once } from "node:events";
import type { Terminal } from "./command.ts";

/** The process's own streams. A reader that goes away, as `| head` does, ends the process quietly. */
export function processTerminal(): Terminal {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    out: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
    err: (text) => {
      process.stderr.write(text);
    },
    isErrTty: process.stderr.isTTY,
    env: process.env,
  };
}
