/** A fall from a high until the curve is back there. */
export type DrawdownSpell = {
  /** The bar of the high that it falls from. */
  readonly highMs: number;
  /** The bar of its lowest mark. */
  readonly bottomMs: number;
  /** The first bar that is at the high again; null while it is not. */
  readonly recoveredMs: number | null;
  /** (high − low) ÷ high. */
  readonly depth: number;
};

export type DrawdownFacts = {
  /** Largest fall from a running high as a fraction of that high; 0 for a curve that never falls. */
  readonly depth: number;
  /** The deepest spells, deepest first; of two alike the earlier. */
  readonly deepest: readonly DrawdownSpell[];
  /** Longest time from a high until the curve was back there, or until the end. */
  readonly longestMs: number;
  /** Share of bars that closed below a high before them; null without bars. */
  readonly shareUnderWater: number | null;
};

/** Spells that a report names. */
const DEEPEST_COUNT = 5;

/** Keeps the few deepest of however many spells, so that a long curve costs no memory. */
function keepDeepest(kept: DrawdownSpell[], spell: DrawdownSpell): void {
  let place = kept.length;
  while (place > 0 && (kept[place - 1]?.depth ?? 0) < spell.depth) place -= 1;
  if (place >= DEEPEST_COUNT) return;
  kept.splice(place, 0, spell);
  if (kept.length > DEEPEST_COUNT) kept.pop();
}

type Fall = { readonly bottomMs: number; readonly depth: number };

/** Falls of a curve of equity, from its first mark on. Marks at or below 0 before any positive one have no high to fall from, and are none. */
export function drawdownFacts(tsMs: Float64Array, equity: Float64Array): DrawdownFacts {
  const deepest: DrawdownSpell[] = [];
  let high = 0;
  let highMs = tsMs[0] ?? 0;
  let longestMs = 0;
  let under = 0;
  let fall: Fall | undefined;
  for (let index = 0; index < equity.length; index += 1) {
    const value = equity[index] ?? NaN;
    const atMs = tsMs[index] ?? NaN;
    if (value >= high || high === 0) {
      if (fall !== undefined) {
        keepDeepest(deepest, { highMs, recoveredMs: atMs, ...fall });
        longestMs = Math.max(longestMs, atMs - highMs);
      }
      high = Math.max(high, value);
      highMs = atMs;
      fall = undefined;
    } else {
      under += 1;
      const depth = (high - value) / high;
      if (fall === undefined || depth > fall.depth) fall = { bottomMs: atMs, depth };
    }
  }
  if (fall !== undefined) {
    keepDeepest(deepest, { highMs, recoveredMs: null, ...fall });
    longestMs = Math.max(longestMs, (tsMs[tsMs.length - 1] ?? 0) - highMs);
  }
  const shareUnderWater = equity.length === 0 ? null : under / equity.length;
  return { depth: deepest[0]?.depth ?? 0, deepest, longestMs, shareUnderWater };
}
