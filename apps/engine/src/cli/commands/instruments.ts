import { shippedCatalogue, type CatalogueEntry } from "@ballast/core/market/catalogue";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { EXIT, type CommandModule } from "../command.ts";
import { formatTable } from "../table.ts";

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

export const run: CommandModule["run"] = async (input, terminal) => {
  const entries = shippedCatalogue();
  if (input.options["json"] === true) {
    await terminal.out(`${JSON.stringify(entries.map(view))}\n`);
    return EXIT.done;
  }
  const table = formatTable(
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
  await terminal.out(`${table}\n`);
  return EXIT.done;
};
