import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "@ballast/core/features/governed-features";
import { parseFeatureName } from "@ballast/core/features/feature-name";
import { isPanelMarketFeature } from "@ballast/core/features/market-features";
import { timeframeName } from "@ballast/core/time/timeframe";
import { AppError } from "@ballast/jobs/app-error";
import { z } from "zod";
import { sha256 } from "../../ports/sha256.ts";
import { loadAnalysisData, type AnalysisData } from "../../usecases/analyze/analysis-data.ts";
import { findLookahead, type LookaheadFinding } from "../../usecases/analyze/find-lookahead.ts";
import { measureWarmUp, ROWS_COMPARED_USUAL, type WarmUpFinding } from "../../usecases/analyze/measure-warm-up.ts";
import { CommandRefused, EXIT, UsageError, type CommandModule, type ExitCode, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { actionOf, flagOption, instrumentOption, numberOption, parseOptions, sourceOption, timeframeOption } from "../parse-options.ts";
import { countText, formatTable, utcText } from "../table.ts";

const SAMPLES_USUAL = 32;
const SAMPLES_MAX = 1_000;
const TOLERANCE_USUAL = 1e-9;

const schema = z.object({
  instrument: instrumentOption,
  timeframe: timeframeOption,
  source: sourceOption,
  feature: z.array(z.string().trim()).optional(),
  samples: numberOption.pipe(z.int().min(4).max(SAMPLES_MAX)).default(SAMPLES_USUAL),
  tolerance: numberOption.pipe(z.number().gt(0).lt(1)).default(TOLERANCE_USUAL),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

/** What was asked for by name, else every feature that governed decisions read. */
function namesOf(options: Options): Pick<AnalysisData, "featureNames" | "marketFeatureNames"> {
  const asked = options.feature ?? [...GOVERNED_FEATURE_NAMES, ...GOVERNED_MARKET_FEATURE_NAMES.filter(isPanelMarketFeature)];
  const marketFeatureNames = asked.filter(isPanelMarketFeature);
  const featureNames = asked.filter((name) => !isPanelMarketFeature(name));
  const unknown = featureNames.find((name) => parseFeatureName(name) === undefined);
  if (unknown !== undefined) throw new UsageError(`--feature: "${unknown}" is no feature; write ema:20, vol:720 or breadth:24.`);
  return { featureNames: [...new Set(featureNames)], marketFeatureNames: [...new Set(marketFeatureNames)] };
}

async function load(options: Options, terminal: Terminal): Promise<{ readonly data: AnalysisData; readonly symbol: string }> {
  const names = namesOf(options);
  return withDatabase(terminal, async (pool) => {
    const [symbol = options.instrument] = (await entriesNamed(pool, [options.instrument])).map(({ instrument }) => instrument.symbol);
    const wish = { source: options.source, timeframeMs: options.timeframe, symbol, ...names };
    try {
      return { symbol, data: await loadAnalysisData({ pool, sha256 }, wish) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "NO_BARS") throw error;
      throw new CommandRefused({ code: error.code, fact: error.message, mend: "See what is stored with: npx ballast series" });
    }
  });
}

const headOf = (data: AnalysisData, options: Options): Record<string, unknown> => ({
  instruments: data.universe,
  timeframe: timeframeName(data.timeframeMs),
  source: options.source,
  first_ts: data.fromMs,
  rows: data.rows,
});

const headText = (data: AnalysisData): string =>
  `${data.universe.join(", ")}: ${countText(data.rows)} timeframes from ${utcText(data.fromMs)} to ${utcText(data.fromMs + data.rows * data.timeframeMs)}`;

const valueText = (value: number | undefined): string => (value === undefined ? "none" : String(value));

function leakText({ leak }: LookaheadFinding): string {
  if (leak === undefined) return "";
  return `${leak.instrument} at ${utcText(leak.openMs)}: ${valueText(leak.cut)} from bars cut there, ${valueText(leak.whole)} from all`;
}

async function lookahead(options: Options, terminal: Terminal): Promise<ExitCode> {
  const { data } = await load(options, terminal);
  const findings = findLookahead(data, options.samples);
  const leaks = findings.filter(({ verdict }) => verdict === "LEAK");
  const features = findings.map(({ feature, verdict, compared, leak }) => ({
    feature,
    verdict,
    compared,
    leak: leak === undefined ? null : { instrument: leak.instrument, ts: leak.openMs, cut: leak.cut ?? null, whole: leak.whole ?? null },
  }));
  const table = formatTable<LookaheadFinding>(
    [
      { title: "FEATURE", cell: ({ feature }) => feature },
      { title: "VERDICT", cell: ({ verdict }) => verdict.replace("_", " ") },
      { title: "COMPARED", align: "right", cell: ({ compared }) => countText(compared) },
      { title: "FIRST DIFFERENCE", cell: leakText },
    ],
    findings,
  );
  const conclusion =
    leaks.length === 0
      ? "No feature knows the future: each value from bars cut at its time is the value from all bars, to the last bit."
      : `${leaks.length} of ${findings.length} features know the future.`;
  await terminal.out(
    options.json ? `${JSON.stringify({ ...headOf(data, options), features })}\n` : `${headText(data)}\n\n${table}\n\n${conclusion}\n`,
  );
  return leaks.length === 0 ? EXIT.done : EXIT.refused;
}

async function warmup(options: Options, terminal: Terminal): Promise<ExitCode> {
  const { data, symbol } = await load(options, terminal);
  const findings = measureWarmUp(data, {
    symbol,
    histories: options.samples,
    tolerance: options.tolerance,
    rowsCompared: ROWS_COMPARED_USUAL,
  });
  const late = findings.filter(({ verdict }) => verdict === "LATE");
  const features = findings.map((finding) => ({
    feature: finding.feature,
    verdict: finding.verdict,
    memory: finding.memory,
    declared_bars: finding.declaredBars,
    settled_bars: finding.settledBars ?? null,
    tolerance: finding.tolerance,
    histories: finding.histories,
  }));
  const table = formatTable<WarmUpFinding>(
    [
      { title: "FEATURE", cell: ({ feature }) => feature },
      { title: "VERDICT", cell: ({ verdict }) => verdict.replace("_", " ") },
      { title: "MEMORY", cell: ({ memory }) => memory },
      { title: "WARM-UP BARS", align: "right", cell: ({ declaredBars }) => countText(declaredBars) },
      { title: "SETTLED AFTER", align: "right", cell: ({ settledBars }) => (settledBars === undefined ? "never" : countText(settledBars)) },
      { title: "WITHIN", align: "right", cell: ({ tolerance }) => (tolerance === 0 ? "same bits" : String(tolerance)) },
      { title: "HISTORIES", align: "right", cell: ({ histories }) => countText(histories) },
    ],
    findings,
  );
  const conclusion =
    late.length === 0
      ? "Windowed features have the bits of the whole history from their warm-up on; recursive ones forget what lies before as told."
      : `${late.length} of ${findings.length} features need more history than they declare.`;
  await terminal.out(
    options.json ? `${JSON.stringify({ ...headOf(data, options), features })}\n` : `${headText(data)}\n\n${table}\n\n${conclusion}\n`,
  );
  return late.length === 0 ? EXIT.done : EXIT.refused;
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const act = actionOf(input, { lookahead, warmup }, "lookahead");
  return act(parseOptions(schema, input), terminal);
};
