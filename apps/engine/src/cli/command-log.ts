import { pino } from "pino";
import { z } from "zod";
import { openLog, type Log } from "../log.ts";
import type { Terminal } from "./command.ts";

const lineSchema = z.object({ msg: z.string().default(""), err: z.object({ message: z.string() }).optional() });

/** A structured line as one sentence: what happened, and what the error says. */
function sentenceOf(line: string): string {
  const { msg, err } = lineSchema.parse(JSON.parse(line));
  return err === undefined || err.message === "" ? msg : `${msg}: ${err.message}`;
}

/**
 * What the engine's work logs while a command does it: a person reads sentences, each once however
 * often a job is tried again. LOGLEVEL asks for the structured lines with their stacks.
 */
export function openCommandLog(terminal: Terminal): Log {
  const level = terminal.env["LOGLEVEL"];
  if (level !== undefined) return openLog(level, "cli", "stderr");
  const said = new Set<string>();
  const write = (line: string): void => {
    const sentence = sentenceOf(line);
    if (said.has(sentence)) return;
    said.add(sentence);
    terminal.err(`${sentence}\n`);
  };
  return pino({ level: "warn" }, { write });
}
