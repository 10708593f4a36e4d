import { hourScaleOf, hourStdevOf, riskFeaturesOf } from "../features/risk-features.ts";
import { RowSnapshot, type RowSeries } from "../features/row-snapshot.ts";
import { featureAt, featureNumber, type TileRows } from "../features/tile-instrument.ts";
import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { UNDECLARED } from "../risk/declared.ts";
import type { InstrumentHealth } from "../risk/kill-triggers.ts";
import { isMoveViolent, isSpreadWidened } from "../risk/market-strain.ts";
import type { KillTriggerSettings } from "../risk/profile-groups.ts";

/** Where the features stand that the triggers read; −1 where a lineage has none of that name. */
type StrainPlaces = { readonly hourAt: number; readonly monthAt: number; readonly spreadAt: number };

function strainPlaces({ featureNames, timeframeMs }: Pick<Snapshot, "featureNames" | "timeframeMs">): StrainPlaces {
  const names = riskFeaturesOf(timeframeMs);
  const placeOf = (name: string | undefined): number => (name === undefined ? -1 : featureNames.indexOf(name));
  return { hourAt: placeOf(names.hourReturn), monthAt: placeOf(names.monthStdev), spreadAt: placeOf(names.spreadWidening) };
}

/** What the triggers are told of an instrument. Bars tell no quoted spread: it is undeclared until a snapshot carries quotes. */
function healthOf(instrument: SnapshotInstrument, { hourAt, monthAt, spreadAt }: StrainPlaces, timeframeMs: number): InstrumentHealth {
  const volatility =
    hourAt < 0 || monthAt < 0
      ? UNDECLARED
      : { hourReturn: featureAt(instrument, hourAt), monthStdev: hourStdevOf(featureAt(instrument, monthAt), timeframeMs) };
  const spreadWidening = spreadAt < 0 ? UNDECLARED : featureAt(instrument, spreadAt);
  return { symbol: instrument.symbol, spread: UNDECLARED, spreadWidening, volatility };
}

/** Finds the instruments of a close whose last hour is violent or whose estimated spread has widened, by the profile's measures. */
export type StrainedIn = (snapshot: Snapshot, settings: KillTriggerSettings) => readonly InstrumentHealth[];

/** None in nearly every close, which is why they are looked for in plain numbers before anything is built. */
export const strainedInstruments: StrainedIn = (snapshot, settings) => {
  const { timeframeMs } = snapshot;
  const places = strainPlaces(snapshot);
  const hourScale = hourScaleOf(timeframeMs);
  const numberOf = (instrument: SnapshotInstrument, place: number): number => (place < 0 ? NaN : featureNumber(instrument, place));
  return snapshot.instruments.flatMap((instrument) => {
    const hourStdev = numberOf(instrument, places.monthAt) * hourScale;
    const isStrained =
      isMoveViolent(numberOf(instrument, places.hourAt), hourStdev, settings.volatilityMultipleBps) ||
      isSpreadWidened(numberOf(instrument, places.spreadAt), settings.spreadMultipleBps) === true;
    return isStrained ? [healthOf(instrument, places, timeframeMs)] : [];
  });
};

/** Closes of some columns with the profile's measures, and what is strained in them. */
type StrainedRows = {
  readonly series: RowSeries;
  readonly settings: KillTriggerSettings;
  /** Of each instrument, 1 at the rows at which it is strained. */
  readonly marks: readonly Uint8Array[];
  /** 1 at the rows at which any is. */
  readonly isAny: Uint8Array;
};

function strainedRows(series: RowSeries, settings: KillTriggerSettings): StrainedRows {
  const isAny = new Uint8Array(series.openMs.length);
  return { series, settings, marks: series.rows.map((rows) => strainedRowsOf(rows, { series, settings, isAny })), isAny };
}

function strainedRowsOf(rows: TileRows, { series, settings, isAny }: Omit<StrainedRows, "marks">): Uint8Array {
  const { hourAt, monthAt, spreadAt } = strainPlaces(series);
  const hourScale = hourScaleOf(series.timeframeMs);
  const marks = new Uint8Array(isAny.length);
  if (hourAt >= 0 && monthAt >= 0) {
    const [hours, months] = [rows.columnOf(hourAt), rows.columnOf(monthAt)];
    for (let row = 0; row < marks.length; row += 1)
      if (isMoveViolent(hours[row] ?? NaN, (months[row] ?? NaN) * hourScale, settings.volatilityMultipleBps)) marks[row] = 1;
  }
  if (spreadAt >= 0) {
    const spreads = rows.columnOf(spreadAt);
    for (let row = 0; row < marks.length; row += 1)
      if (isSpreadWidened(spreads[row] ?? NaN, settings.spreadMultipleBps) === true) marks[row] = 1;
  }
  for (let row = 0; row < marks.length; row += 1) isAny[row] = (isAny[row] ?? 0) | (marks[row] ?? 0);
  return marks;
}

function healthAt({ series, marks }: StrainedRows, snapshot: RowSnapshot): readonly InstrumentHealth[] {
  const places = strainPlaces(series);
  return marks.flatMap((ofInstrument, place) => {
    const instrument = ofInstrument[snapshot.row] === 1 ? snapshot.instrumentAt(place) : undefined;
    return instrument === undefined ? [] : [healthOf(instrument, places, series.timeframeMs)];
  });
}

const NOTHING_STRAINED: readonly InstrumentHealth[] = [];

/** The same for who goes from close to close: of closes that are rows of the same columns, what is strained is found at once. */
export function latestStrain(): StrainedIn {
  let latest: StrainedRows | undefined;
  return (snapshot, settings) => {
    if (!(snapshot instanceof RowSnapshot)) return strainedInstruments(snapshot, settings);
    if (latest?.series !== snapshot.series || latest.settings !== settings) latest = strainedRows(snapshot.series, settings);
    return latest.isAny[snapshot.row] === 1 ? healthAt(latest, snapshot) : NOTHING_STRAINED;
  };
}
