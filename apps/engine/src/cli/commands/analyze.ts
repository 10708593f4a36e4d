import { REGIME_VALUE_NAMES } from "@ballast/core/regime/regime";
import { timeframeName } from "@ballast/core/time/timeframe";
import { AppError } from "@ballast/jobs/app-error";
import { z } from "zod";
import { sha256 } from "../../ports/sha256.ts";
import { loadAnalysisData, type AnalysisData } from "../../usecases/analyze/analysis-data.ts";
import { askedFeatures, CORRELATIONS, sealedUsually, type AskedFeatures } from "../../usecases/analyze/asked-features.ts";
import { cutsUsual, findLookahead, type LookaheadFinding } from "../../usecases/analyze/find-lookahead.ts";
import { measureWarmUp, rowsComparedUsual, type WarmUpFinding } from "../../usecases/analyze/measure-warm-up.ts";
import { CommandRefused, EXIT, UsageError, type CommandModule, type ExitCode, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { actionOf, flagOption, instrumentOption, numberOption, parseOptions, sourceOption, timeframeOption } from "../parse-options.ts";
import { countText, formatTable, utcText } from "../table.ts";
import { analyzeStrategy, isOfStrategy, STRATEGY_PROOFS } from "./analyze-strategy.ts";

const HISTORIES_USUAL = 32;
const SAMPLES_MAX = 1_000;
const INSTRUMENTS_MAX = 64;
const TOLERANCE_USUAL = 1e-9;

const schema = z.object({
  instrument: z.array(instrumentOption).min(1).max(INSTRUMENTS_MAX),
  timeframe: timeframeOption,
  source: sourceOption,
  feature: z.array(z.string().trim()).optional(),
  samples: numberOption.pipe(z.int().min(4).max(SAMPLES_MAX)).optional(),
  tolerance: numberOption.pipe(z.number().gt(0).lt(1)).default(TOLERANCE_USUAL),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

/** What was asked for by name, else everything that a close on such bars seals; correlations need two instruments. */
function namesOf({ feature, timeframe, instrument }: Options): AskedFeatures {
  const found = askedFeatures(feature ?? sealedUsually(timeframe, instrument));
  if ("unknown" in found)
    throw new UsageError(
      `--feature: "${found.unknown}" is no feature; write ema:20, vol:720, breadth:24, ${REGIME_VALUE_NAMES.join(", ")} or ${CORRELATIONS}.`,
    );
  return found;
}

async function load(
  options: Options,
  names: AskedFeatures,
  terminal: Terminal,
): Promise<{ readonly data: AnalysisData; readonly symbol: string }> {
  return withDatabase(terminal, async (pool) => {
    const symbols = (await entriesNamed(pool, options.instrument)).map(({ instrument }) => instrument.symbol);
    const wish = { source: options.source, timeframeMs: options.timeframe, symbols, ...names };
    try {
      return { symbol: symbols[0] ?? "", data: await loadAnalysisData({ pool, sha256 }, wish) };
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
  return `${leak.instrument} at ${utcText(leak.openMs)}: ${valueText(leak.cut)} from the bars up to there, ${valueText(leak.whole)} from all`;
}

/** What the findings come to: only what was compared is proved. */
function conclusionOf(findings: readonly LookaheadFinding[], data: AnalysisData): { readonly isProved: boolean; readonly words: string } {
  const leaks = findings.filter(({ verdict }) => verdict === "LEAK");
  const without = findings.filter(({ verdict }) => verdict === "NO_VALUE");
  const words = [
    ...(leaks.length > 0 ? [`${leaks.length} of ${findings.length} features know the future.`] : []),
    ...(without.length > 0
      ? [
          `Not proved: ${without.length} of ${findings.length} features had no value to compare on these bars (${without.map(({ feature }) => feature).join(", ")}).`,
        ]
      : []),
  ];
  if (words.length > 0) return { isProved: false, words: words.join(" ") };
  return {
    isProved: true,
    words: `No feature knows the future: at each of ${countText(data.rows)} rows the value with all bars in memory is, to the last bit, that of a push which was handed the bars up to there and no other.`,
  };
}

/** A lone instrument has no pairs: nobody asked for them by name, so nothing is missing. */
function withoutLonePairs(data: AnalysisData, { feature }: Options): AnalysisData {
  const isAlone = feature === undefined && data.universe.length === 1;
  return isAlone ? { ...data, asked: (data.asked ?? []).filter((name) => name !== CORRELATIONS) } : data;
}

async function lookahead(options: Options, terminal: Terminal): Promise<ExitCode> {
  const names = namesOf(options);
  const { data: loaded } = await load(options, names, terminal);
  const data = withoutLonePairs(loaded, options);
  const findings = findLookahead(data, options.samples ?? cutsUsual(data));
  const { isProved, words: conclusion } = conclusionOf(findings, data);
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
  await terminal.out(
    options.json
      ? `${JSON.stringify({ ...headOf(data, options), is_proved: isProved, conclusion, features })}\n`
      : `${headText(data)}\n\n${table}\n\n${conclusion}\n`,
  );
  return isProved ? EXIT.done : EXIT.refused;
}

async function warmup(options: Options, terminal: Terminal): Promise<ExitCode> {
  const names = namesOf(options);
  if (options.instrument.length > 1) throw new UsageError("--instrument: warmup measures one instrument, and the market beside it.");
  const { data: loaded, symbol } = await load(options, names, terminal);
  const data = withoutLonePairs(loaded, options);
  const findings = measureWarmUp(data, {
    symbol,
    histories: options.samples ?? HISTORIES_USUAL,
    tolerance: options.tolerance,
    rowsCompared: rowsComparedUsual(data, symbol),
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
  const unmeasured = findings.filter(({ verdict }) => verdict === "NO_VALUE");
  const conclusion =
    late.length + unmeasured.length === 0
      ? "Windowed features have the bits of the whole history from their warm-up on; recursive ones forget what lies before as told."
      : [
          ...(late.length > 0 ? [`${late.length} of ${findings.length} features need more history than they declare.`] : []),
          ...(unmeasured.length > 0
            ? [`Not proved: these bars are too few to measure ${unmeasured.map(({ feature }) => feature).join(", ")}.`]
            : []),
        ].join(" ");
  await terminal.out(
    options.json ? `${JSON.stringify({ ...headOf(data, options), features })}\n` : `${headText(data)}\n\n${table}\n\n${conclusion}\n`,
  );
  return late.length + unmeasured.length === 0 ? EXIT.done : EXIT.refused;
}

export const run: CommandModule["run"] = async (input, terminal) => {
  if (isOfStrategy(input)) return analyzeStrategy(input, actionOf(input, STRATEGY_PROOFS, "lookahead"), terminal);
  const act = actionOf(input, { lookahead, warmup }, "lookahead");
  for (const name of ["instrument", "timeframe"])
    if (input.options[name] === undefined)
      throw new UsageError(`--${name} is missing: features are proved on stored bars. A strategy is named with --strategy.`);
  return act(parseOptions(schema, input), terminal);
};
