import type { Columns, ProjectedRow } from "@ballast/db/repositories/projection-rows";
import type { FieldFault, WalkedChain } from "./walk-chain.ts";

const textOf = (value: string | null | undefined): string => value ?? "none";

/** The first column of a row that is not what its sources make it. */
function columnFault(stored: Columns, recomputed: Columns): FieldFault | undefined {
  if (stored === null || recomputed === null) {
    const [was, is] = [stored, recomputed].map((columns) => (columns === null ? "missing" : "a row"));
    return { field: "row", stored: was ?? "", recomputed: is ?? "" };
  }
  const field = Object.keys(recomputed).find((name) => stored[name] !== recomputed[name]);
  return field === undefined ? undefined : { field, stored: textOf(stored[field]), recomputed: textOf(recomputed[field]) };
}

/** Compares current rows with what they are the sum of; the first that differs is named with its field. */
export async function compareProjections(rows: AsyncIterable<ProjectedRow>): Promise<WalkedChain> {
  let count = 0;
  for await (const { seq, name, stored, recomputed } of rows) {
    const fault = columnFault(stored, recomputed);
    if (fault !== undefined) return { rows: count, difference: { seq, ...fault, field: `${fault.field} of ${name}` } };
    count += 1;
  }
  return { rows: count, difference: undefined };
}
