import { pino, type Logger } from "pino";

export type Log = Logger;

/** Structured lines on stdout. Secrets never reach a log: jobs and errors carry ids. */
export function openLog(level: string, name: string): Log {
  return pino({ level, name, redact: { paths: ["*.password", "*.secret", "*.url"], censor: "[redacted]" } });
}
