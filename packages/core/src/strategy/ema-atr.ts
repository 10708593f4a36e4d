import { featureAt } from "../features/tile-instrument.ts";
import { featureOf } from "../market/snapshot.ts";
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

/** All five, or undefined while one of them warms up. */
function readIndicators(view: InstrumentView, names: Names): Indicators | undefined {
  const { instrument, featureNames } = view;
  const read = (name: string): number | undefined => {
    const index = featureNames.indexOf(name);
    // What the lineage does not compute is named by who refuses it.
    return index < 0 ? featureOf(instrument, featureNames, name) : featureAt(instrument, index);
  };
  const fast = read(names.fast);
  const slow = read(names.slow);
  const fastBefore = read(names.fastBefore);
  const slowBefore = read(names.slowBefore);
  const atr = read(names.atr);
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

/** The values stand in receipts alone: who keeps none never has them made. */
const holdAt = (reason: string, now: Indicators): Proposal => ({
  action: "hold",
  reason,
  get values() {
    return valuesOf(now);
  },
});

const exitAt = (now: Indicators): Proposal => ({
  action: "exit",
  reason: "CROSS_DOWN",
  get values() {
    return valuesOf(now);
  },
});

function entryAt({ atrMult, tpMult }: EmaAtrSettings, now: Indicators, close: number): Proposal {
  return {
    action: "enter",
    reason: "CROSS_UP",
    get values() {
      return valuesOf(now);
    },
    confidenceBps: CONFIDENCE_BPS_MAX,
    multiplierBps: MULTIPLIER_BPS_ONE,
    edge: (atrMult * now.atr) / close,
    stopOffset: atrMult * now.atr,
    takeProfitOffset: tpMult === undefined ? undefined : tpMult * now.atr,
  };
}

/**
 * EMA crossover with an ATR stop, long or flat (STR2, to the letter of the reference strategy).
 * Flat and a cross up: enter with a stop `atrMult` ATR under the fill. Long and a cross down: exit.
 * A bar without a crossing carries no values: the snapshot that the receipt names holds them.
 */
export function emaAtrStrategy(settings: EmaAtrSettings): Strategy {
  const names = emaAtrFeatures(settings);
  const propose = (view: InstrumentView, isInPosition: boolean): Proposal => {
    if (view.instrument.bar === undefined) return hold("BAR_ABSENT");
    const now = readIndicators(view, names);
    if (now === undefined) return hold("WARMING_UP");
    switch (crossingOf(now)) {
      case "none":
        return hold("NO_CROSS");
      case "down":
        return isInPosition ? exitAt(now) : holdAt("ALREADY_FLAT", now);
      case "up":
        return isInPosition ? holdAt("ALREADY_LONG", now) : entryAt(settings, now, view.instrument.bar.close);
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
