import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { addTallies } from "./tally.ts";
import { readTally } from "./vitest-report.ts";

function report(counts: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "ballast-report-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify(counts));
  return path;
}

const COUNTS = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, success: true };

it("counts are vitest's own, with what is left for later among the skipped", () => {
  expect(readTally(report(COUNTS), 0)).toEqual({ passed: 7, failed: 0, skipped: 3 });
  expect(readTally(report({ ...COUNTS, numFailedTests: 4 }), 1)).toEqual({ passed: 7, failed: 4, skipped: 3 });
});

it("a failure outside every test, such as an import, counts as one", () => {
  expect(readTally(report(COUNTS), 1).failed).toBe(1);
});

it("a run that was cut off before it reported has failed", () => {
  expect(readTally("/nowhere/report.json", null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("a suite's counts are the sum of its runs", () => {
  expect(
    addTallies([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 0, skipped: 1 },
    ]),
  ).toEqual({ passed: 11, failed: 2, skipped: 4 });
  expect(addTallies([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
