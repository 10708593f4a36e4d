import { featureAt } from "../features/tile-instrument.ts";
import type { SnapshotInstrument } from "../market/snapshot.ts";
import type { EmaAtrSettings } from "./ema-atr-settings.ts";
import {
  CONFIDENCE_BPS_MAX,
  MULTIPLIER_BPS_ONE,
  type InstrumentView,
  type Proposal,
  type ProposalValues,
  type Strategy,
} from "./strategy.ts";

/** Both averages at a bar and at the existing bar before it. */
export type Averages = { readonly fast: number; readonly slow: number; readonly fastBefore: number; readonly slowBefore: number };
type Indicators = Averages & { readonly atr: number };

type Names = Readonly<Record<keyof Indicators, string>>;

/** Names of the features that the strategy reads. */
export function emaAtrFeatures(settings: EmaAtrSettings): Names {
  return {
    fast: `ema:${settings.fast}`,
    slow: `ema:${settings.slow}`,
    fastBefore: `ema:${settings.fast}@-1`,
    slowBefore: `ema:${settings.slow}@-1`,
    atr: `atr:${settings.atr}`,
  };
}

/** Where the features of a strategy stand in a lineage. */
type Places = Readonly<Record<keyof Indicators, number>> & { readonly of: readonly string[] };

/** A name that the lineage does not compute is a broken invariant, not a warm-up that never ends. */
function placesIn(featureNames: readonly string[], names: Names): Places {
  const at = (name: string): number => {
    const place = featureNames.indexOf(name);
    if (place < 0) throw new RangeError(`the snapshot has no feature ${name}; it has ${featureNames.join(", ")}`);
    return place;
  };
  const { fast, slow, fastBefore, slowBefore, atr } = names;
  return { of: featureNames, fast: at(fast), slow: at(slow), fastBefore: at(fastBefore), slowBefore: at(slowBefore), atr: at(atr) };
}

/** All five, or undefined while one of them warms up. */
function readIndicators(instrument: SnapshotInstrument, places: Places): Indicators | undefined {
  const fast = featureAt(instrument, places.fast);
  const slow = featureAt(instrument, places.slow);
  const fastBefore = featureAt(instrument, places.fastBefore);
  const slowBefore = featureAt(instrument, places.slowBefore);
  const atr = featureAt(instrument, places.atr);
  if (fast === undefined || slow === undefined || fastBefore === undefined || slowBefore === undefined || atr === undefined)
    return undefined;
  return { fast, slow, fastBefore, slowBefore, atr };
}

/**
 * Crossings compare the unrounded doubles: a rounded EMA would cross at another bar than the reference.
 * An average that warms up, as NaN, crosses nothing.
 */
export function crossingOf(now: Averages): "up" | "down" | "none" {
  if (now.fast > now.slow && now.fastBefore <= now.slowBefore) return "up";
  if (now.fast < now.slow && now.fastBefore >= now.slowBefore) return "down";
  return "none";
}

function valuesOf(now: Indicators): ProposalValues {
  return [
    ["fastEma", String(now.fast)],
    ["slowEma", String(now.slow)],
    ["fastEmaBefore", String(now.fastBefore)],
    ["slowEmaBefore", String(now.slowBefore)],
    ["atr", String(now.atr)],
  ];
}

const hold = (reason: string): Proposal => ({ action: "hold", reason, values: [] });

/** What a crossing proposes. Its values stand in receipts alone: who keeps none never has them made. */
class AtCrossing {
  readonly reason: string;
  readonly #now: Indicators;

  constructor(reason: string, now: Indicators) {
    this.reason = reason;
    this.#now = now;
  }

  get values(): ProposalValues {
    return valuesOf(this.#now);
  }
}

class HoldAtCrossing extends AtCrossing {
  readonly action = "hold";
}

class ExitAtCrossing extends AtCrossing {
  readonly action = "exit";
}

class EntryAtCrossing extends AtCrossing {
  readonly action = "enter";
  readonly confidenceBps = CONFIDENCE_BPS_MAX;
  readonly multiplierBps = MULTIPLIER_BPS_ONE;
  readonly edge: number;
  readonly stopOffset: number;
  readonly takeProfitOffset: number | undefined;

  constructor({ atrMult, tpMult }: EmaAtrSettings, now: Indicators, close: number) {
    super("CROSS_UP", now);
    this.edge = (atrMult * now.atr) / close;
    this.stopOffset = atrMult * now.atr;
    this.takeProfitOffset = tpMult === undefined ? undefined : tpMult * now.atr;
  }
}

/**
 * EMA crossover with an ATR stop, long or flat (STR2, to the letter of the reference strategy).
 * Flat and a cross up: enter with a stop `atrMult` ATR under the fill. Long and a cross down: exit.
 * A bar without a crossing carries no values: the snapshot that the receipt names holds them.
 */
export function emaAtrStrategy(settings: EmaAtrSettings): Strategy {
  const names = emaAtrFeatures(settings);
  let places: Places | undefined;
  const propose = (view: InstrumentView, isInPosition: boolean): Proposal => {
    if (view.instrument.bar === undefined) return hold("BAR_ABSENT");
    if (places?.of !== view.featureNames) places = placesIn(view.featureNames, names);
    const now = readIndicators(view.instrument, places);
    if (now === undefined) return hold("WARMING_UP");
    switch (crossingOf(now)) {
      case "none":
        return hold("NO_CROSS");
      case "down":
        return isInPosition ? new ExitAtCrossing("CROSS_DOWN", now) : new HoldAtCrossing("ALREADY_FLAT", now);
      case "up":
        return isInPosition ? new HoldAtCrossing("ALREADY_LONG", now) : new EntryAtCrossing(settings, now, view.instrument.bar.close);
    }
  };
  return {
    kind: settings.kind,
    get featureNames() {
      return [...new Set(Object.values(names))];
    },
    propose,
  };
}
