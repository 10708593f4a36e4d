/**
 * A run's clock as data. Slots, windows, order latency and expiry, daily loss and lateness use it;
 * leases, sessions and approvals use wall time, which core never sees.
 */
export type RunClock =
  | { readonly kind: "wall" }
  | {
      readonly kind: "replay";
      /** Market milliseconds per wall millisecond: 3600 is one market hour a second. */
      readonly rate: number;
      /** Where the market time `originMs` meets the wall time `anchorMs`. */
      readonly originMs: number;
      readonly anchorMs: number;
    };

/** Time from a close to its snapshot: late trades of the interval have arrived by then. */
export const SEAL_DELAY_MS = 2000;

const RATE_MAX = 1_000_000;

/** A replay clock that shows `originMs` at wall time `anchorMs`: started, or resumed at the last committed slot. */
export function replayClock(of: { readonly rate: number; readonly originMs: number; readonly anchorMs: number }): RunClock {
  if (!(of.rate > 0) || of.rate > RATE_MAX) throw new RangeError(`replay rate ${of.rate} is not above 0 and at most ${RATE_MAX}`);
  return { kind: "replay", ...of };
}

/** The run's time at a wall time, whole milliseconds. A replay clock never shows less than its origin. */
export function runTimeAt(clock: RunClock, wallMs: number): number {
  if (clock.kind === "wall") return wallMs;
  return clock.originMs + Math.max(0, Math.floor((wallMs - clock.anchorMs) * clock.rate));
}

/** The earliest wall time, whole milliseconds, at which the run's clock shows at least `runMs`. */
export function wallTimeOf(clock: RunClock, runMs: number): number {
  if (clock.kind === "wall") return runMs;
  return clock.anchorMs + Math.max(0, Math.ceil((runMs - clock.originMs) / clock.rate));
}

/** `now` of a slot on a replay clock: its seal. Wall scheduling can't show in a replayed decision. */
export function replayNowOf(closeMs: number): number {
  return closeMs + SEAL_DELAY_MS;
}
