import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import type { Terminal } from "./command.ts";

async function askPerson(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

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
    ask: process.stdin.isTTY && process.stderr.isTTY ? askPerson : undefined,
    env: process.env,
  };
}
