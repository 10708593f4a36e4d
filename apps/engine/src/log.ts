import { destination, pino, type Logger } from "pino";

export type Log = Logger;

const STDOUT = 1;
const STDERR = 2;

/** Structured lines; a command logs to stderr, because its stdout is its answer. Secrets never reach a log: jobs and errors carry ids. */
export function openLog(level: string, name: string, to: "stdout" | "stderr" = "stdout"): Log {
  const options = { level, name, redact: { paths: ["*.password", "*.secret", "*.url"], censor: "[redacted]" } };
  return pino(options, destination({ fd: to === "stdout" ? STDOUT : STDERR, sync: to === "stderr" }));
}
