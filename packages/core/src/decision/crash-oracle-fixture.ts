/**
 * The other program of the crash tests: drawdown, daily loss and violent hours in plain numbers. It
 * imports nothing, so that it can't share a mistake with what it judges.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_HOURS = 720;
/** A window that lacks more than a quarter of its bars says nothing. */
const BARS_LEAST = 540;
const TIMES_USUAL = 4;

export type PlainBar = { readonly tsMs: number; readonly close: number };

/** Closes whose last hour moved at least four standard deviations of the hourly returns of 30 days, that hour among them. */
export function violentCloses(bars: readonly PlainBar[]): readonly number[] {
  const closes = new Map(bars.map(({ tsMs, close }) => [tsMs, close]));
  const [firstMs, lastMs] = [bars[0]?.tsMs ?? 0, bars.at(-1)?.tsMs ?? -1];
  const returns: number[] = [];
  const violent: number[] = [];
  let carried: number | undefined;
  for (let openMs = firstMs; openMs <= lastMs; openMs += HOUR_MS) {
    const close = closes.get(openMs);
    if (carried !== undefined) returns.push((close ?? carried) / carried - 1);
    carried = close ?? carried;
    const before = closes.get(openMs - HOUR_MS);
    const window = returns.slice(-MONTH_HOURS);
    if (close === undefined || before === undefined || window.length < MONTH_HOURS) continue;
    let there = 0;
    for (let hour = 0; hour < MONTH_HOURS; hour += 1) if (closes.has(openMs - hour * HOUR_MS)) there += 1;
    if (there < BARS_LEAST) continue;
    const mean = window.reduce((sum, value) => sum + value, 0) / MONTH_HOURS;
    const variance = window.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (MONTH_HOURS - 1);
    if (Math.abs(close / before - 1) >= TIMES_USUAL * Math.sqrt(variance)) violent.push(openMs + HOUR_MS);
  }
  return violent;
}

/** When a kill switch that each of these closes asks for is set and released: once while it is in force. */
export function spansInForce(
  closes: readonly number[],
  rearmAfterMs: number,
): readonly { readonly setMs: number; readonly releasedMs: number }[] {
  const spans: { setMs: number; releasedMs: number }[] = [];
  for (const setMs of closes) if (setMs >= (spans.at(-1)?.releasedMs ?? 0)) spans.push({ setMs, releasedMs: setMs + rearmAfterMs });
  return spans;
}

/** Minutes of the UTC day, half-open; over midnight where the first is the later one. */
export type PlainWindow = { readonly fromMinute: number; readonly toMinute: number };

function isDowntime({ fromMinute, toMinute }: PlainWindow, atMs: number): boolean {
  const minute = Math.floor((atMs % DAY_MS) / 60_000);
  const [isBegun, isOver] = [minute >= fromMinute, minute >= toMinute];
  return fromMinute < toMinute ? isBegun && !isOver : isBegun || !isOver;
}

export type LadderAct = { readonly atMs: number; readonly act: string };

type SeenAt = { readonly atMs: number; readonly equity: number };

/**
 * A ladder of 10, 15 and 20 % and a daily loss, kept by hand. It remembers every equity that it was
 * shown, and looks a day's opening up among them.
 */
export class PlainLadder {
  readonly acts: LadderAct[] = [];
  readonly #dailyLoss: number;
  readonly #rearmAfterMs: number;
  readonly #window: PlainWindow;
  #mark: number;
  /** From where the days count, and what that day opened with. */
  #began: { readonly dayMs: number; readonly open: number };
  #seen: SeenAt[] = [];
  #rung = 0;
  #halt: { readonly atMs: number; readonly why: "drawdown" | "daily" } | undefined;

  constructor(of: { mark: number; dayMs: number; dayOpen: number; dailyLoss: number; rearmAfterMs: number; window: PlainWindow }) {
    this.#mark = of.mark;
    this.#began = { dayMs: of.dayMs, open: of.dayOpen };
    this.#dailyLoss = of.dailyLoss;
    this.#rearmAfterMs = of.rearmAfterMs;
    this.#window = of.window;
  }

  get isHalted(): boolean {
    return this.#halt !== undefined;
  }

  /** Equity at a close, before anything is done at it; undefined where a price is missing: then nothing is known of it. */
  see(atMs: number, equity: number | undefined): void {
    if (equity === undefined) return;
    const isSilent = isDowntime(this.#window, atMs);
    if (this.#halt !== undefined) {
      if (isSilent || atMs < this.#halt.atMs + this.#rearmAfterMs) return;
      this.#rearm(atMs, equity);
    }
    this.#seen.push({ atMs, equity });
    this.#mark = Math.max(this.#mark, equity);
    // In downtime only a halt acts.
    if (!isSilent || this.#isDayLost(atMs, equity) || this.#rungOf(equity) === 3) this.#climb(atMs, equity);
  }

  #rearm(atMs: number, equity: number): void {
    if (this.#halt?.why === "drawdown") this.#mark = equity;
    this.#began = { dayMs: atMs - (atMs % DAY_MS), open: equity };
    [this.#seen, this.#rung, this.#halt] = [[], 0, undefined];
  }

  /** The last equity that was known at or before the midnight of a day. */
  #openingOf(atMs: number): number {
    const midnightMs = atMs - (atMs % DAY_MS);
    if (midnightMs <= this.#began.dayMs) return this.#began.open;
    return this.#seen.findLast((seen) => seen.atMs <= midnightMs)?.equity ?? this.#began.open;
  }

  #isDayLost(atMs: number, equity: number): boolean {
    return equity <= this.#openingOf(atMs) * (1 - this.#dailyLoss);
  }

  #rungOf(equity: number): number {
    return [0.9, 0.85, 0.8].filter((part) => equity <= this.#mark * part).length;
  }

  #climb(atMs: number, equity: number): void {
    const rung = this.#rungOf(equity);
    if (rung !== this.#rung) this.acts.push({ atMs, act: `rung ${rung}` });
    this.#rung = rung;
    if (rung === 3) this.#stop(atMs, "drawdown");
    if (this.#isDayLost(atMs, equity)) this.#stop(atMs, "daily");
  }

  #stop(atMs: number, why: "drawdown" | "daily"): void {
    this.acts.push({ atMs, act: `${why} halt` });
    this.#halt ??= { atMs, why };
  }
}
