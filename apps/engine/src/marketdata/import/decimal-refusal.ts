import { UNITS_DIGITS_MAX } from "@ballast/core/numeric/fixed";
import type { ValueColumn } from "./bar-batch.ts";
import type { Scale } from "./column-scales.ts";
import { SIGNIFICANT_DIGITS_MAX, wholeDigitsMax, type DecimalFault } from "./decimal.ts";
import { ImportRefused } from "./import-refused.ts";

/** Where a number stands: its line, and its column by name and, in a text, by place. */
export type CellPlace = { readonly line: number; readonly column: ValueColumn | "timestamp"; readonly place?: number };

const TEXT_SHOWN_MAX = 40;

const placeText = ({ column, place }: CellPlace): string => (place === undefined ? `column ${column}` : `column ${place} (${column})`);

/** What of a column a text breaks, and how to mend it. */
function faultWords(fault: DecimalFault, scale: Scale): { readonly code: string; readonly fact: string; readonly mend: string } {
  switch (fault) {
    case "not a number":
      return {
        code: "NOT_A_NUMBER",
        fact: "is not a number",
        mend: "Write plain decimals such as 43250.1, with a point and without quotes or thousands separators.",
      };
    case "too many digits":
      return {
        code: "TOO_PRECISE",
        fact: `has more than ${SIGNIFICANT_DIGITS_MAX} significant digits`,
        mend: "Round the file to what the venue printed; longer numbers would be rounded silently.",
      };
    case "too many decimals":
      return {
        code: "TOO_PRECISE",
        fact: `has more than ${scale.decimals} decimals, the scale of ${scale.of}`,
        mend: `Round it to ${scale.decimals} decimals; what is finer than the scale would be rounded silently.`,
      };
    case "too large":
      return {
        code: "TOO_LARGE",
        fact: `is not below 10^${wholeDigitsMax(scale.decimals)}: at ${scale.decimals} decimals, the scale of ${scale.of}, it takes more than ${UNITS_DIGITS_MAX} digits`,
        mend: "Mend or remove the line; no market prints such a number.",
      };
  }
}

/** The refusal of a number that its column can't hold. */
export function decimalRefusal(shown: string, fault: DecimalFault, at: CellPlace & { readonly scale: Scale }): ImportRefused {
  const { code, fact, mend } = faultWords(fault, at.scale);
  return new ImportRefused({ code, line: at.line, fact: `${shown.slice(0, TEXT_SHOWN_MAX)} in ${placeText(at)} ${fact}`, mend });
}
