import type { CatalogueEntry } from "@ballast/core/market/catalogue";
import { declareInstrument, type InstrumentDeclaration } from "@ballast/core/market/instrument-declaration";
import type { Instrument } from "@ballast/core/market/instrument";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { Pool } from "pg";
import { z } from "zod";
import { loadCatalogue } from "../../marketdata/instrument-table.ts";
import { declareCustomInstrument } from "../../usecases/instruments/declare-instrument.ts";
import { EXIT, UsageError, type CommandInput, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { actionOf, flagOption, parseOptions } from "../parse-options.ts";
import { formatTable } from "../table.ts";

const figure = z.string().trim().optional();
const schema = z.object({
  "venue-name": z.string().trim().optional(),
  "price-step": figure,
  "quantity-step": figure,
  "quantity-min": figure,
  "notional-min": figure,
  json: flagOption,
});
type Options = z.infer<typeof schema>;
type Act = (pool: Pool, options: Options, words: readonly string[]) => Promise<string>;

function view({ instrument, venueNames, governance }: CatalogueEntry): Record<string, unknown> {
  const { base, quote } = instrument;
  return {
    instrument: instrument.symbol,
    venue_names: venueNames,
    governed_for: governance,
    status: instrument.status,
    price_step: formatUnits(instrument.tickUnits, PRICE_SCALE),
    quantity_step: formatUnits(instrument.lotUnits, base.scale),
    quantity_min: formatUnits(instrument.quantityMinUnits, base.scale),
    notional_min: formatUnits(instrument.notionalMinUnits, quote.scale),
  };
}

const list: Act = async (pool, options) => {
  const entries = await loadCatalogue(pool);
  if (options.json) return JSON.stringify(entries.map(view));
  return formatTable(
    [
      { title: "INSTRUMENT", cell: ({ instrument }) => instrument.symbol },
      { title: "VENUE NAMES", cell: ({ venueNames }) => (venueNames.length === 0 ? "not listed" : venueNames.join(" ")) },
      { title: "GOVERNED FOR", cell: ({ governance }) => governance },
      { title: "PRICE STEP", align: "right", cell: ({ instrument }) => formatUnits(instrument.tickUnits, PRICE_SCALE) },
      { title: "QUANTITY STEP", align: "right", cell: ({ instrument }) => formatUnits(instrument.lotUnits, instrument.base.scale) },
      { title: "QUANTITY MIN", align: "right", cell: ({ instrument }) => formatUnits(instrument.quantityMinUnits, instrument.base.scale) },
    ],
    entries,
  );
};

const OPTION_OF: Readonly<Record<keyof InstrumentDeclaration, string>> = {
  symbol: "<symbol>",
  venueName: "--venue-name",
  priceStep: "--price-step",
  quantityStep: "--quantity-step",
  quantityMin: "--quantity-min",
  notionalMin: "--notional-min",
};

/** The instrument that the words and options describe; all that is wrong with them is said at once. */
function declaredBy(options: Options, words: readonly string[]): Instrument {
  const [act = "add", symbol] = words;
  if (symbol === undefined) throw new UsageError(`<symbol> is missing: write ${act} FOO/USD.`);
  const declared = declareInstrument({
    symbol,
    venueName: options["venue-name"],
    priceStep: options["price-step"],
    quantityStep: options["quantity-step"],
    quantityMin: options["quantity-min"],
    notionalMin: options["notional-min"],
  });
  if (declared.faults === undefined) return declared.instrument;
  throw new UsageError(declared.faults.map(({ field, fact }) => `${OPTION_OF[field]}: ${fact}.`).join(" "));
}

const declare =
  (act: "add" | "set"): Act =>
  async (pool, options, words) => {
    const instrument = declaredBy(options, words);
    await declareCustomInstrument(pool, instrument, act);
    if (options.json) {
      const entry = (await loadCatalogue(pool)).find((candidate) => candidate.instrument.symbol === instrument.symbol);
      return JSON.stringify(entry === undefined ? null : view(entry));
    }
    const done = `${act === "add" ? "Added" : "Changed"} ${instrument.symbol}`;
    return instrument.venueSymbol === ""
      ? `${done}: history to train on and to run the reference strategy over. Governed accounts don't trade it until a venue's name and steps are set.`
      : `${done}: traded under the venue's name ${instrument.venueSymbol}.`;
  };

const ACTS: Readonly<Record<string, Act>> = { list, add: declare("add"), set: declare("set") };

function refuseSurplus({ positionals }: CommandInput, act: Act): void {
  if (act === list && positionals.length > 1) throw new UsageError(`unexpected "${positionals[1]}".`);
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const act = actionOf(input, ACTS, "list");
  refuseSurplus(input, act);
  // A declaration that can't stand is refused before any service is brought up.
  if (act !== list) declaredBy(options, input.positionals);
  await terminal.out(`${await withDatabase(terminal, (pool) => act(pool, options, input.positionals))}\n`);
  return EXIT.done;
};
