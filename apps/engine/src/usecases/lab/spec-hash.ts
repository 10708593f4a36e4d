import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import type { StudySpec } from "@ballast/core/backtest/study-spec";
import { DEFAULT_SEED } from "@ballast/core/backtest/walk-defaults";
import type { BarColumns } from "@ballast/core/market/bar";
import { COLUMN_NAMES } from "@ballast/core/market/columns";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { DatasetName } from "@ballast/db/repositories/holdouts";

/** JSON with the names of every object in order: the same terms are the same text. */
function orderedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

const hashText = (sha256: Sha256, form: string, text: string): Uint8Array => sha256(new CanonicalWriter().text(form).text(text).finish());

/** Terms without their title, and without the seed where it is the usual one: what is new among terms may not move the hash of those before. */
function namelessTerms(spec: StudySpec): Readonly<Record<string, unknown>> {
  return { ...spec, title: "", seed: spec.seed === DEFAULT_SEED ? undefined : spec.seed };
}

/** What was asked, whatever it was called. */
export function hashSpec(sha256: Sha256, spec: StudySpec): Uint8Array {
  return hashText(sha256, "study-spec", orderedJson(namelessTerms(spec)));
}

/** What one trial of a study ran with: its terms but for the grid, and its own parameters. */
export function hashTrialSpec(
  sha256: Sha256,
  spec: StudySpec,
  of: { readonly parameters: ParameterSet; readonly fold: number },
): Uint8Array {
  const terms = { ...namelessTerms(spec), grid: {}, parameters: { ...spec.parameters, ...of.parameters }, fold: of.fold };
  return hashText(sha256, "trial-spec", orderedJson(terms));
}

/** What trials on stored bars are counted under: the series themselves, however long they have grown. */
export function hashDataset(sha256: Sha256, { source, instruments, timeframeMs }: DatasetName): Uint8Array {
  return hashText(sha256, "dataset", orderedJson({ source, instruments: [...instruments].sort(), timeframeMs }));
}

/** The exact bars of a study, of all its instruments in order. */
export function hashBars(sha256: Sha256, series: readonly BarColumns[]): Uint8Array {
  const writer = new CanonicalWriter().text("study-bars");
  for (const columns of series)
    for (const name of COLUMN_NAMES) {
      const column = columns[name];
      writer.bytes(sha256(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)));
    }
  return sha256(writer.finish());
}
