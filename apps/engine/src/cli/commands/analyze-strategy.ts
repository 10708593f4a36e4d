import { timeframeName } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { sha256 } from "../../ports/sha256.ts";
import { strategyLookAhead, strategyWarmUp } from "../../usecases/backtest/bias.ts";
import { backtestSchema, checkOptions, fileOf, type BacktestOptions } from "../backtest-options.ts";
import { readyFromFile, readyFromStore, type ReadyBacktest } from "../backtest-ready.ts";
import { lookAheadJson, lookAheadText, warmUpJson, warmUpText } from "../bias-view.ts";
import { EXIT, UsageError, type CommandInput, type ExitCode, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { numberOption, parseOptions } from "../parse-options.ts";

const CUTS_MAX = 100;

const schema = backtestSchema.extend({ samples: numberOption.pipe(z.int().min(1).max(CUTS_MAX)).optional() });
type Options = z.infer<typeof schema>;

/** Options that say of what strategy the bias is asked; without any of them it is asked of the features. */
const NAMED_BY = ["strategy", "account", "parquet", "csv"];
/** Options that belong to the features alone. */
const OF_FEATURES = ["feature", "tolerance"];

export function isOfStrategy({ options }: CommandInput): boolean {
  return NAMED_BY.some((name) => options[name] !== undefined);
}

/** What was found: whether it proves anything, as a script and as people read it. */
type Finding = { readonly isProved: boolean; readonly json: Record<string, unknown>; readonly text: string };
type Proof = (ready: ReadyBacktest, options: Options) => Finding;

const lookahead: Proof = ({ market, terms }, { samples }) => {
  const found = strategyLookAhead({ sha256, market, terms }, samples);
  return { isProved: found.verdict === "OK", json: { look_ahead: lookAheadJson(found) }, text: lookAheadText(found) };
};

const warmup: Proof = ({ market, terms }) => {
  const found = strategyWarmUp({ sha256, market, terms });
  return { isProved: found.verdict === "OK", json: { warm_up: warmUpJson(found) }, text: warmUpText(found) };
};

export const STRATEGY_PROOFS = { lookahead, warmup };

async function readyOf(options: BacktestOptions, terminal: Terminal): Promise<ReadyBacktest> {
  const file = fileOf(options);
  return file === undefined ? withDatabase(terminal, (pool) => readyFromStore(options, pool)) : readyFromFile(options, file, terminal);
}

/**
 * Look-ahead and warm-up of a strategy, by its fills: whatever its features prove, it may read one bar too
 * far. Exit code 1 where that is so, and where nothing could be compared.
 */
export async function analyzeStrategy(input: CommandInput, proof: Proof, terminal: Terminal): Promise<ExitCode> {
  const alien = OF_FEATURES.find((name) => input.options[name] !== undefined);
  if (alien !== undefined) throw new UsageError(`--${alien} is asked of features; leave out --strategy, or it.`);
  const options = parseOptions(schema, input);
  checkOptions(options);
  const ready = await readyOf(options, terminal);
  const { market, terms } = ready;
  const { isProved, json, text } = proof(ready, options);
  const head = {
    ...{ strategy: ready.strategy, profile: terms.profile.name, instruments: terms.settings.instruments },
    timeframe: timeframeName(market.timeframeMs) ?? null,
  };
  await terminal.out(
    options.json
      ? `${JSON.stringify({ ...head, is_proved: isProved, conclusion: text, ...json })}\n`
      : `${ready.title}: ${head.instruments.join(", ")}\n${head.strategy}; profile ${head.profile}\n\n${text}\n`,
  );
  return isProved ? EXIT.done : EXIT.refused;
}
