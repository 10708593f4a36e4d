import { RowSnapshot, type RowSeries } from "../../features/row-snapshot.ts";
import type { TileRows } from "../../features/tile-instrument.ts";
import { instrumentIn, placeIn } from "../../market/snapshot-lookup.ts";
import type { Snapshot } from "../../market/snapshot.ts";
import type { GovernedStrategy } from "./kinds.ts";
import type { ResolvedParameters } from "./parameters.ts";
import { readColumnsOf, readingOf, type ReadColumns, type Reading } from "./reading.ts";
import { MovingReading, numberColumns, TileReading, wholeRows } from "./tile-reading.ts";
import { KNOWN, SIGNS, signsOf } from "./signs.ts";

/** One instrument at some closes: what the strategies see in it, 0 where something is missing, and its numbers for who asks. */
type SurveyedRows = { readonly signs: Uint16Array; readonly readingAt: (row: number) => Reading };

function surveyReading(reading: Reading | undefined, parameters: ResolvedParameters): SurveyedRows | undefined {
  return reading && { signs: Uint16Array.of(signsOf(reading, parameters)), readingAt: () => reading };
}

function surveyRows(rows: TileRows, places: ReadColumns, parameters: ResolvedParameters): SurveyedRows {
  const signs = new Uint16Array(rows.length);
  const columns = numberColumns(rows, places);
  const isWhole = wholeRows(columns, signs.length);
  const reading = new MovingReading(rows, columns);
  for (let row = 0; row < signs.length; row += 1) {
    if (isWhole[row] !== 1) continue;
    reading.row = row;
    signs[row] = signsOf(reading, parameters);
  }
  return { signs, readingAt: (row) => new TileReading(rows, places, row) };
}

/** Counts the rows' signs that hold a bit, without a branch: nothing foresees them. */
function addShown(signs: Uint16Array, bit: number, counts: Uint32Array): void {
  for (let row = 0; row < signs.length; row += 1) counts[row] = (counts[row] ?? 0) + Math.min(1, (signs[row] ?? 0) & bit);
}

/** What is counted of a close: of how many instruments everything is known, and how many are of the kind that a strategy lives on. */
const COUNTED: readonly number[] = [KNOWN, ...Object.values(SIGNS).flatMap(({ fit }) => (fit === 0 ? [] : [fit]))];

/**
 * What the strategies see in instruments at some closes. It is looked for column by column before anything is
 * made of a close: at most of them nobody proposes anything, and all that is asked is how many are of which kind.
 */
export class Survey {
  readonly #instruments: readonly (SurveyedRows | undefined)[];
  /** The signs that any instrument shows at a row. */
  readonly #shown: Uint16Array;
  /** How many instruments show a sign at a row. */
  readonly #counts: ReadonlyMap<number, Uint32Array>;

  constructor(instruments: readonly (SurveyedRows | undefined)[], rows: number) {
    this.#instruments = instruments;
    this.#shown = new Uint16Array(rows);
    this.#counts = new Map(COUNTED.map((sign) => [sign, new Uint32Array(rows)]));
    for (const instrument of instruments) if (instrument !== undefined) this.#count(instrument.signs);
  }

  #count(signs: Uint16Array): void {
    const shown = this.#shown;
    for (let row = 0; row < signs.length; row += 1) shown[row] = (shown[row] ?? 0) | (signs[row] ?? 0);
    for (const [sign, counts] of this.#counts) addShown(signs, sign, counts);
  }

  /** Part of the instruments of which everything is known that are of the kind that a strategy lives on. */
  shareOf(strategy: GovernedStrategy, row: number): number {
    const known = this.#counts.get(KNOWN)?.[row] ?? 0;
    return known === 0 ? 0 : (this.#counts.get(SIGNS[strategy].fit)?.[row] ?? 0) / known;
  }

  /** Whether any instrument shows one of these signs at a row. */
  isShown(signs: number, row: number): boolean {
    return ((this.#shown[row] ?? 0) & signs) !== 0;
  }

  /** The signs of an instrument by its place; 0 where it can't be read. */
  signsAt(place: number, row: number): number {
    return this.#instruments[place]?.signs[row] ?? 0;
  }

  /** The numbers of an instrument; undefined where it has no bar, or one of its features warms up or is not defined. */
  readingAt(place: number, row: number): Reading | undefined {
    return this.signsAt(place, row) === 0 ? undefined : this.#instruments[place]?.readingAt(row);
  }
}

/** What is seen at one close. */
export type SurveyedClose = { readonly survey: Survey; readonly row: number };
/** By whom: instruments in symbol order. */
type Surveyor = { readonly instruments: readonly string[]; readonly parameters: ResolvedParameters };

/** A close that stands alone. */
export function surveyReadings(readings: readonly (Reading | undefined)[], parameters: ResolvedParameters): SurveyedClose {
  return {
    survey: new Survey(
      readings.map((reading) => surveyReading(reading, parameters)),
      1,
    ),
    row: 0,
  };
}

function surveySeries(snapshot: RowSnapshot, { instruments, parameters }: Surveyor): Survey {
  const { featureNames, rows, openMs } = snapshot.series;
  const columns = readColumnsOf(featureNames);
  const surveyed = instruments.map((symbol) => {
    const of = rows[placeIn(snapshot, symbol)];
    return of && surveyRows(of, columns, parameters);
  });
  return new Survey(surveyed, openMs.length);
}

/** Surveys close after close for one surveyor: of closes that are rows of the same columns all at once. */
export function latestSurvey(): (snapshot: Snapshot, by: Surveyor) => SurveyedClose {
  let latest: { readonly series: RowSeries; readonly by: Surveyor; readonly survey: Survey } | undefined;
  return (snapshot, by) => {
    const { instruments, parameters } = by;
    if (!(snapshot instanceof RowSnapshot)) {
      const columns = readColumnsOf(snapshot.featureNames);
      const readings = instruments.map((symbol) => {
        const instrument = instrumentIn(snapshot, symbol);
        return instrument && readingOf(instrument, columns);
      });
      return surveyReadings(readings, parameters);
    }
    const { series, row } = snapshot;
    if (latest?.series !== series || latest.by.instruments !== instruments || latest.by.parameters !== parameters)
      latest = { series, by, survey: surveySeries(snapshot, by) };
    return { survey: latest.survey, row };
  };
}
