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
const DOWNTIME = { fromMinute: 180, toMinute: 300 };

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

export function isDowntime(atMs: number): boolean {
  const minute = Math.floor((atMs % DAY_MS) / 60_000);
  return minute >= DOWNTIME.fromMinute && minute < DOWNTIME.toMinute;
}

export type LadderAct = { readonly atMs: number; readonly act: string };

/** A ladder of 10, 15 and 20 % and a daily loss, kept by hand. */
export class PlainLadder {
  readonly acts: LadderAct[] = [];
  readonly #dailyLoss: number;
  readonly #rearmAfterMs: number;
  #mark: number;
  #dayMs: number;
  #dayOpen: number;
  #rung = 0;
  #halt: { readonly atMs: number; readonly why: "drawdown" | "daily" } | undefined;

  constructor(of: { mark: number; dayMs: number; dayOpen: number; dailyLoss: number; rearmAfterMs: number }) {
    this.#mark = of.mark;
    this.#dayMs = of.dayMs;
    this.#dayOpen = of.dayOpen;
    this.#dailyLoss = of.dailyLoss;
    this.#rearmAfterMs = of.rearmAfterMs;
  }

  get isHalted(): boolean {
    return this.#halt !== undefined;
  }

  /** Equity at a close, before anything is done at it. */
  see(atMs: number, equity: number, isFlat: boolean): void {
    if (this.#halt !== undefined && atMs < this.#halt.atMs + this.#rearmAfterMs) return;
    if (this.#halt === undefined && isDowntime(atMs)) return this.#seeInDowntime(atMs, equity);
    if (this.#halt !== undefined && isDowntime(atMs)) return;
    this.#beginDay(atMs, equity, isFlat);
    this.#mark = Math.max(this.#mark, equity);
    this.#climb(atMs, equity);
  }

  /** Between 03:00 and 05:00 the mark is kept and only a halt acts. */
  #seeInDowntime(atMs: number, equity: number): void {
    this.#mark = Math.max(this.#mark, equity);
    if (this.#isDayLost(equity) || this.#rungOf(equity) === 3) this.#climb(atMs, equity);
  }

  #beginDay(atMs: number, equity: number, isFlat: boolean): void {
    const dayMs = atMs - (atMs % DAY_MS);
    if (this.#halt?.why === "drawdown") this.#mark = equity;
    if (this.#halt !== undefined) this.#rung = 0;
    if (this.#halt !== undefined || (dayMs !== this.#dayMs && !(isFlat && equity === this.#dayOpen)))
      [this.#dayMs, this.#dayOpen] = [dayMs, equity];
    this.#halt = undefined;
  }

  #isDayLost(equity: number): boolean {
    return equity <= this.#dayOpen * (1 - this.#dailyLoss);
  }

  #rungOf(equity: number): number {
    return [0.9, 0.85, 0.8].filter((part) => equity <= this.#mark * part).length;
  }

  #climb(atMs: number, equity: number): void {
    const rung = this.#rungOf(equity);
    if (rung !== this.#rung) this.acts.push({ atMs, act: `rung ${rung}` });
    this.#rung = rung;
    if (rung === 3) this.#stop(atMs, "drawdown");
    if (this.#isDayLost(equity)) this.#stop(atMs, "daily");
  }

  #stop(atMs: number, why: "drawdown" | "daily"): void {
    this.acts.push({ atMs, act: `${why} halt` });
    this.#halt ??= { atMs, why };
  }
}
