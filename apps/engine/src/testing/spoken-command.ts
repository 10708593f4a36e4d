import type { Terminal } from "../cli/command.ts";
import { runBallast } from "../cli/main.ts";

/** What a command line came to: its exit code, and what it said on each stream. */
export type Spoken = { readonly code: number; readonly out: string; readonly err: string };

/** Runs one command line in this process as a script would give it; a person is there only where `ask` answers for them. */
export async function speakCommand(
  words: readonly string[],
  of: { readonly env?: Terminal["env"]; readonly ask?: Terminal["ask"] } = {},
): Promise<Spoken> {
  const spoken = { out: "", err: "" };
  const terminal: Terminal = {
    out: async (text) => {
      spoken.out += text;
    },
    err: (text) => {
      spoken.err += text;
    },
    isErrTty: false,
    ask: of.ask,
    env: of.env ?? {},
  };
  return { code: await runBallast(words, terminal), ...spoken };
}
