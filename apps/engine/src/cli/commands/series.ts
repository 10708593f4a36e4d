import { timeframeName } from "@ballast/core/time/timeframe";
import { seriesSpan } from "@ballast/db/repositories/bars";
import { listPassports, listSeries, type Passport, type Series } from "@ballast/db/repositories/series";
import { z } from "zod";
import { EXIT, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { flagOption, instrumentOption, parseOptions } from "../parse-options.ts";
import { passportView } from "../passport-view.ts";
import { countedText, countText, formatTable, utcText } from "../table.ts";

const schema = z.object({ instrument: instrumentOption.optional(), gaps: flagOption, json: flagOption });

type StoredSeries = {
  readonly series: Series;
  readonly span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  readonly passports: readonly Passport[];
};

/** A series that a feed writes has no passport: its rows are counted by nobody, its span is known. */
function view({ series, span, passports }: StoredSeries): Record<string, unknown> {
  const latest = passports.at(-1);
  if (latest !== undefined) return passportView(series, latest, passports);
  return {
    source: series.source,
    instrument: series.symbol,
    timeframe: timeframeName(series.timeframeMs) ?? `${series.timeframeMs} ms`,
    is_synthetic: series.isSynthetic,
    first_ts: span?.firstMs ?? null,
    last_ts: span?.lastMs ?? null,
  };
}

function text(stored: readonly StoredSeries[], withGaps: boolean): string {
  if (stored.length === 0) return "No series is stored. Import one with: npx ballast import --help";
  const table = formatTable<StoredSeries>(
    [
      { title: "SOURCE", cell: ({ series }) => `${series.source}${series.isSynthetic ? " (synthetic)" : ""}` },
      { title: "INSTRUMENT", cell: ({ series }) => series.symbol },
      { title: "TF", cell: ({ series }) => timeframeName(series.timeframeMs) ?? "" },
      {
        title: "BARS",
        align: "right",
        cell: ({ passports }) => {
          const rows = passports.at(-1)?.rows;
          return rows === undefined ? "fed" : countText(rows);
        },
      },
      { title: "FIRST", cell: ({ span }) => (span === undefined ? "" : utcText(span.firstMs)) },
      { title: "LAST", cell: ({ span }) => (span === undefined ? "" : utcText(span.lastMs)) },
      { title: "GAPS", align: "right", cell: ({ passports }) => countText(passports.at(-1)?.gaps.count ?? 0) },
      { title: "MISSING BARS", align: "right", cell: ({ passports }) => countText(passports.at(-1)?.gapBars ?? 0) },
      { title: "FILES", align: "right", cell: ({ passports }) => countText(passports.length) },
    ],
    stored,
  );
  if (!withGaps) return table;
  const gaps = stored.flatMap(({ series, passports }) =>
    (passports.at(-1)?.gaps.listed ?? []).map(
      ([fromMs, toMs, bars]) => `${series.symbol}  ${utcText(fromMs)} to ${utcText(toMs)}  ${countedText(bars, "bar")}`,
    ),
  );
  return [table, "", ...(gaps.length === 0 ? ["No gaps."] : ["Gaps:", ...gaps])].join("\n");
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const stored = await withDatabase(terminal, async (pool) => {
    const named = options.instrument === undefined ? undefined : await entriesNamed(pool, [options.instrument]);
    const all = await listSeries(pool);
    const wanted = all.filter(({ symbol }) => named?.some(({ instrument }) => instrument.symbol === symbol) ?? true);
    return Promise.all(
      wanted.map(async (series) => ({ series, span: await seriesSpan(pool, series.id), passports: await listPassports(pool, series.id) })),
    );
  });
  await terminal.out(`${options.json ? JSON.stringify(stored.map(view)) : text(stored, options.gaps)}\n`);
  return EXIT.done;
};
