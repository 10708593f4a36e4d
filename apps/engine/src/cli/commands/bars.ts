import type { BarColumns } from "@ballast/core/market/bar";
import { barAt } from "@ballast/core/market/columns";
import { timeframeName } from "@ballast/core/time/timeframe";
import { findSeries } from "@ballast/db/repositories/series";
import { z } from "zod";
import { readMonths } from "../../marketdata/load-columns.ts";
import { sha256 } from "../../ports/sha256.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { flagOption, instrumentOption, parseOptions, refuseReversed, sourceOption, timeframeOption, timeOption } from "../parse-options.ts";
import { openTextSink } from "../text-sink.ts";

const schema = z.object({
  instrument: instrumentOption,
  timeframe: timeframeOption,
  source: sourceOption,
  from: timeOption.optional(),
  to: timeOption.optional(),
  format: z.enum(["csv", "jsonl"]).optional(),
  out: z.string().min(1).optional(),
  json: flagOption,
});

type Format = "csv" | "jsonl";

const CSV_HEADER = "ts_ms,open,high,low,close,volume\n";
/** Lines of one write. */
const LINES_PER_WRITE = 4_096;

function* lines(columns: BarColumns, format: Format): Generator<string> {
  let text = "";
  for (let row = 0; row < columns.tsMs.length; row += 1) {
    const { tsMs, open, high, low, close, volume } = barAt(columns, row);
    text +=
      format === "csv"
        ? `${tsMs},${open},${high},${low},${close},${volume}\n`
        : `${JSON.stringify({ ts_ms: tsMs, open, high, low, close, volume })}\n`;
    if (row % LINES_PER_WRITE !== LINES_PER_WRITE - 1) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  refuseReversed(options);
  const format = options.format ?? (options.json ? "jsonl" : "csv");
  return withDatabase(terminal, async (pool) => {
    const [symbol = options.instrument] = (await entriesNamed(pool, [options.instrument])).map(({ instrument }) => instrument.symbol);
    const series = await findSeries(pool, { source: options.source, symbol, timeframeMs: options.timeframe });
    if (series === undefined)
      throw new CommandRefused({
        code: "NO_SERIES",
        fact: `no ${timeframeName(options.timeframe) ?? ""} bars of ${symbol} are stored under ${options.source}`,
        mend: "See what is stored with: npx ballast series",
      });
    const sink = openTextSink(options.out, terminal);
    if (format === "csv") await sink.write(CSV_HEADER);
    const range = { fromMs: options.from ?? Number.MIN_SAFE_INTEGER, toMs: options.to ?? Number.MAX_SAFE_INTEGER };
    for await (const columns of readMonths({ db: pool, sha256 }, series.id, range))
      for (const text of lines(columns, format)) await sink.write(text);
    await sink.close();
    return EXIT.done;
  });
};
