import { GOVERNED_STRATEGIES, GOVERNED_STRATEGY_NAMES, REGIME_BUDGET_BPS } from "@ballast/core/strategy/governed/kinds";
import { GOVERNED_PARAMETERS, type ParameterTerms } from "@ballast/core/strategy/governed/parameters";
import { REGIMES } from "@ballast/core/regime/regime";
import { z } from "zod";
import { EXIT, type CommandModule } from "../command.ts";
import { flagOption, parseOptions } from "../parse-options.ts";
import { formatTable } from "../table.ts";

const schema = z.object({ json: flagOption });
const BPS = 10_000;

type Parameter = ParameterTerms & { readonly name: string };
const PARAMETERS: readonly Parameter[] = GOVERNED_PARAMETERS;

function strategiesJson(): string {
  return JSON.stringify({
    strategies: GOVERNED_STRATEGY_NAMES.map((name) => ({
      name,
      regimes: GOVERNED_STRATEGIES[name].regimes,
      multiplier_max: GOVERNED_STRATEGIES[name].multiplierBpsMax / BPS,
    })),
    regime_budgets_bps: REGIME_BUDGET_BPS,
    parameters: PARAMETERS.map(({ name, fallback, min, max, isInteger, unit, about }) => ({
      name,
      fallback,
      min,
      max,
      is_integer: isInteger,
      unit,
      about,
    })),
  });
}

function strategiesText(): string {
  const budgets = REGIMES.map((regime) => `${regime} ${REGIME_BUDGET_BPS[regime] / 100} %`).join(", ");
  return [
    "Governed strategies (--strategy governed). A selector picks at most two by regime and confidence; the campaign engine runs what they open.",
    formatTable(
      [
        { title: "Strategy", cell: (name) => name },
        { title: "Opens in", cell: (name) => GOVERNED_STRATEGIES[name].regimes.join(" ") },
        { title: "Size at most", cell: (name) => `× ${(GOVERNED_STRATEGIES[name].multiplierBpsMax / BPS).toFixed(1)}`, align: "right" },
      ],
      GOVERNED_STRATEGY_NAMES,
    ),
    `Part of the exposure cap that a regime leaves them: ${budgets}.`,
    "",
    "Parameters (--parameter name=value)",
    formatTable<Parameter>(
      [
        { title: "Parameter", cell: ({ name }) => name },
        { title: "Default", cell: ({ fallback }) => String(fallback), align: "right" },
        { title: "From", cell: ({ min }) => String(min), align: "right" },
        { title: "To", cell: ({ max }) => String(max), align: "right" },
        { title: "Unit", cell: ({ unit, isInteger }) => (isInteger && unit !== "count" ? `whole ${unit}` : unit) },
        { title: "What it is", cell: ({ about }) => about },
      ],
      PARAMETERS,
    ),
    "",
    "Beside them: ema-atr, a crossover of two averages with an ATR stop (--fast, --slow, --atr, --atr-mult).",
  ].join("\n");
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const { json } = parseOptions(schema, input);
  await terminal.out(`${json ? strategiesJson() : strategiesText()}\n`);
  return EXIT.done;
};
