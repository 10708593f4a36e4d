import { brokenFeaturesOf, factsOfBroken } from "../market/broken-value.ts";
import type { Snapshot, SnapshotInstrument } from "../market/snapshot.ts";
import type { Refusal } from "../risk/refusal.ts";

/** A snapshot as it may be decided on, and what of it was refused. The same object where all of it is sound. */
export type SoundSnapshot = { readonly snapshot: Snapshot; readonly refusals: readonly Refusal[] };

function withoutBroken(instrument: SnapshotInstrument): SnapshotInstrument {
  return { ...instrument, features: instrument.features.map((value) => (Number.isFinite(value) ? value : undefined)) };
}

/**
 * A snapshot without the features that are no numbers: each is refused with its instrument and its name,
 * and is then as good as one that warms up, so that its instrument buys nothing and still sells. A sealed
 * one has none, for it could not have been sealed; this guards whoever decides on one that he made himself.
 */
function soundSnapshot(snapshot: Snapshot): SoundSnapshot {
  const refusals: Refusal[] = [];
  for (const instrument of snapshot.instruments)
    for (const broken of brokenFeaturesOf(instrument, snapshot.featureNames))
      if (!Number.isFinite(broken.value))
        refusals.push({ check: "snapshot", code: "FEATURE_NOT_FINITE", symbol: broken.symbol, facts: factsOfBroken(broken) });
  if (refusals.length === 0) return { snapshot, refusals };
  const broken = new Set(refusals.map(({ symbol }) => symbol));
  const instruments = snapshot.instruments.map((instrument) => (broken.has(instrument.symbol) ? withoutBroken(instrument) : instrument));
  return { snapshot: { ...snapshot, instruments }, refusals };
}

/** Looks at each snapshot once: accounts of one close come one after the other. */
export function soundSnapshots(): (snapshot: Snapshot) => SoundSnapshot {
  let last: { readonly of: Snapshot; readonly sound: SoundSnapshot } | undefined;
  return (snapshot) => {
    if (last?.of !== snapshot) last = { of: snapshot, sound: soundSnapshot(snapshot) };
    return last.sound;
  };
}
