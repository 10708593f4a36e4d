import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { backtestExport, EXPORT_TABLES, type ExportSource } from "@ballast/core/backtest/export-tables";
import type { BacktestReport } from "@ballast/core/backtest/report";
import { fileFault } from "../file-fault.ts";
import { CommandRefused, type Terminal } from "./command.ts";
import { openTextSink } from "./text-sink.ts";

const FORMATS = ["csv", "jsonl"] as const;
/** Lines that are written at a time: a file of millions is never one text. */
const LINES_A_WRITE = 4_096;

async function writeLines(path: string, lines: Iterable<string>, terminal: Terminal): Promise<void> {
  const sink = openTextSink(path, terminal);
  let waiting: string[] = [];
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length < LINES_A_WRITE) continue;
    await sink.write(waiting.join(""));
    waiting = [];
  }
  await sink.write(waiting.join(""));
  await sink.close();
}

/** Writes every table of a backtest in both formats, and its report; answers the names of the files. */
export async function writeExports(
  folder: string,
  of: { readonly source: ExportSource; readonly report: BacktestReport },
  terminal: Terminal,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CommandRefused({
      code: "FILE_UNWRITABLE",
      fact: `--out ${folder}: ${fileFault(cause)}`,
      mend: "Give --out a folder that can be written.",
    });
  });
  const written: string[] = [];
  for (const table of EXPORT_TABLES)
    for (const format of FORMATS) {
      const name = `${table}.${format}`;
      await writeLines(join(folder, name), backtestExport(of.source, table, format), terminal);
      written.push(name);
    }
  await writeLines(join(folder, "report.json"), [JSON.stringify(of.report), "\n"], terminal);
  return [...written, "report.json"];
}
