import {
  brokenBarValueOf,
  brokenFeaturesOf,
  brokenMarketValuesOf,
  factsOfBroken,
  WHOLE_MARKET,
  type BrokenValue,
} from "../market/broken-value.ts";
import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import { RowSnapshot } from "../features/row-snapshot.ts";
import type { Refusal } from "../risk/refusal.ts";

/** A snapshot as it may be decided on, and what of it was refused. The same object where all of it is sound. */
export type SoundSnapshot = { readonly snapshot: Snapshot; readonly refusals: readonly Refusal[] };

/** Without its broken features; one whose bar is broken has closed no bar that could be decided on. */
function withoutBroken(instrument: SnapshotInstrument): SnapshotInstrument {
  const bar = brokenBarValueOf(instrument);
  if (bar !== undefined && !Number.isFinite(bar.value)) return { symbol: instrument.symbol, bar: undefined, features: [] };
  return { ...instrument, features: instrument.features.map(finiteOr) };
}

function finiteOr(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Numbers that lie in columns were validated where they came in, and no feature that a panel computes of them is broken. */
const NOTHING_REFUSED: readonly Refusal[] = [];

function refusalOf(broken: BrokenValue): Refusal {
  return { check: "snapshot", code: "FEATURE_NOT_FINITE", symbol: broken.symbol, facts: factsOfBroken(broken) };
}

/**
 * A snapshot without the numbers that are none: each is refused with its instrument and its name. A
 * feature is then as good as one that warms up, and a bar as one that never closed, so that its instrument
 * buys nothing and still sells. One value of the market as a whole takes all of them with it, for they come
 * from one reading: no strategy that reads the market buys. A sealed snapshot has none, for it could not have been sealed; this guards whoever decides on
 * one that he made himself.
 */
function soundSnapshot(snapshot: Snapshot): SoundSnapshot {
  if (snapshot instanceof RowSnapshot) return { snapshot, refusals: NOTHING_REFUSED };
  const { market, featureNames } = snapshot;
  const broken: BrokenValue[] = [];
  for (const instrument of snapshot.instruments) {
    const ofBar = brokenBarValueOf(instrument);
    broken.push(...(ofBar === undefined ? brokenFeaturesOf(instrument, featureNames) : [ofBar]));
  }
  broken.push(...brokenMarketValuesOf(market));
  const refusals = broken.filter(({ value }) => !Number.isFinite(value)).map(refusalOf);
  if (refusals.length === 0) return { snapshot, refusals };
  const symbols = new Set(refusals.map(({ symbol }) => symbol));
  const instruments = snapshot.instruments.map((instrument) => (symbols.has(instrument.symbol) ? withoutBroken(instrument) : instrument));
  const sound = { ...snapshot, instruments };
  if (market === undefined || !symbols.has(WHOLE_MARKET)) return { snapshot: sound, refusals };
  return { snapshot: { ...sound, market: { ...market, values: market.values.map(() => undefined) } }, refusals };
}

/** Looks at each snapshot once: accounts of one close come one after the other. */
export function soundSnapshots(): (snapshot: Snapshot) => SoundSnapshot {
  let last: { readonly of: Snapshot; readonly sound: SoundSnapshot } | undefined;
  return (snapshot) => {
    if (last?.of !== snapshot) last = { of: snapshot, sound: soundSnapshot(snapshot) };
    return last.sound;
  };
}
