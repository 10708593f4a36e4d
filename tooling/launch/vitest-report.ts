import { readFileSync } from "node:fs";
import type { Tally } from "./tally.ts";

/**
 * The counts of one vitest run. What fails outside a test, such as an import, a set-up or an unhandled rejection, is in
 * no count of vitest's: then the exit code alone tells, and it counts as one failure.
 */
export function readTally(report: string, exitCode: number | null): Tally {
  const counts = readCounts(report);
  const passed = counts["numPassedTests"] ?? 0;
  const failed = counts["numFailedTests"] ?? 0;
  const skipped = (counts["numPendingTests"] ?? 0) + (counts["numTodoTests"] ?? 0);
  return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1), skipped };
}

function readCounts(report: string): Readonly<Record<string, number>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(report, "utf8"));
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  } catch {
    return {}; // A run that was cut off writes no report; its exit code is not 0.
  }
}
