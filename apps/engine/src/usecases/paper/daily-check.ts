import { boundaryAtOrBefore, DAY_MS } from "@ballast/core/time/timeframe";
import type { PaperSlot } from "./paper-loop.ts";

/** What is wrong with a day: a stable code, and the sentence for people. */
export type DayBreach = {
  readonly code: "NOT_ALIVE" | "CLOSES_SKIPPED" | "LEVERAGED" | "OVERDRAWN" | "POSITION_FLIPPED";
  readonly words: string;
};

/** A UTC day of a loop's market, or the part of one that it ran for. */
export type DayCheck = {
  readonly dayMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Closes at which at least one product had a bar. */
  readonly closesSeen: number;
  readonly closesExpected: number;
  /** The longest time that a product has been without a bar by then, and which; 0 where each close brought all. */
  readonly silenceMs: number;
  readonly silentSymbol: string | undefined;
  /** Largest exposure by equity at any close, in basis points; undefined where there was nothing to divide by. */
  readonly leverageBps: number | undefined;
  readonly overdrawn: readonly string[];
  /** Times that a sale took a product below nothing. */
  readonly flips: number;
  readonly halts: readonly string[];
  readonly breaches: readonly DayBreach[];
};

/** One times the equity: the account has no margin and needs none. */
const UNLEVERAGED_BPS = 10_000;

type Day = {
  readonly fromMs: number;
  toMs: number;
  closes: number;
  closesSeen: number;
  silenceMs: number;
  silentSymbol: string | undefined;
  leverageBps: number | undefined;
  readonly overdrawn: Set<string>;
  readonly flipped: string[];
  readonly halts: string[];
};

function leverageBpsOf({ equityUnits, exposureUnits }: PaperSlot): number | undefined {
  if (equityUnits > 0n) return Number((exposureUnits * BigInt(UNLEVERAGED_BPS)) / equityUnits);
  return exposureUnits === 0n ? 0 : undefined;
}

function breachesOf(day: Day, closesExpected: number): readonly DayBreach[] {
  const breaches: DayBreach[] = [];
  if (day.closesSeen === 0) breaches.push({ code: "NOT_ALIVE", words: `none of ${closesExpected} closes brought a bar` });
  if (day.closes < closesExpected)
    breaches.push({ code: "CLOSES_SKIPPED", words: `${day.closes} of ${closesExpected} closes were gone through` });
  if (day.leverageBps === undefined) breaches.push({ code: "LEVERAGED", words: "something is held and the equity is gone" });
  else if (day.leverageBps > UNLEVERAGED_BPS)
    breaches.push({ code: "LEVERAGED", words: `exposure came to ${(day.leverageBps / UNLEVERAGED_BPS).toFixed(4)} times the equity` });
  if (day.overdrawn.size > 0) breaches.push({ code: "OVERDRAWN", words: `balances below what they owe: ${[...day.overdrawn].join(", ")}` });
  if (day.flipped.length > 0)
    breaches.push({ code: "POSITION_FLIPPED", words: `more was sold than was held: ${[...new Set(day.flipped)].join(", ")}` });
  return breaches;
}

/**
 * Looks at a loop once a UTC day of its market: whether it was alive, how much it held, and whether a
 * position changed its sign, which one that is long or flat never does. Positions are counted from
 * fills alone, so that books which miscounted them are found out.
 */
export class DailyChecks {
  readonly #timeframeMs: number;
  /** By product, over the days: what its fills add up to, and how long it has been without a bar. */
  readonly #held = new Map<string, bigint>();
  readonly #silentMs = new Map<string, number>();
  #day: Day | undefined;

  constructor(of: { readonly timeframeMs: number }) {
    this.#timeframeMs = of.timeframeMs;
  }

  /** Takes the loop's next slot; where a day ends with it, its check. */
  add(slot: PaperSlot): DayCheck | undefined {
    const day = (this.#day ??= this.#opened(slot));
    day.toMs = slot.closeMs;
    day.closes += 1;
    if (slot.bars.some(({ bar }) => bar !== undefined)) day.closesSeen += 1;
    this.#listen(slot, day);
    const leverageBps = leverageBpsOf(slot);
    day.leverageBps = leverageBps === undefined || day.leverageBps === undefined ? undefined : Math.max(day.leverageBps, leverageBps);
    for (const asset of slot.overdrawn) day.overdrawn.add(asset);
    day.flipped.push(...this.#flips(slot));
    day.halts.push(...slot.halts.map(({ kill, code }) => `${kill.scope} ${kill.subject} ${code}`));
    return slot.closeMs % DAY_MS === 0 ? this.end() : undefined;
  }

  /** The check of the part of a day that ran; undefined where none did. */
  end(): DayCheck | undefined {
    const day = this.#day;
    if (day === undefined) return undefined;
    this.#day = undefined;
    const { fromMs, toMs, closesSeen, silenceMs, silentSymbol, leverageBps, overdrawn, flipped, halts } = day;
    const closesExpected = (toMs - fromMs) / this.#timeframeMs;
    return {
      ...{ dayMs: boundaryAtOrBefore(fromMs, DAY_MS), fromMs, toMs, closesSeen, closesExpected, silenceMs, silentSymbol, leverageBps },
      ...{ overdrawn: [...overdrawn], flips: flipped.length, halts, breaches: breachesOf(day, closesExpected) },
    };
  }

  #opened({ closeMs }: PaperSlot): Day {
    return {
      ...{ fromMs: closeMs - this.#timeframeMs, toMs: closeMs, closes: 0, closesSeen: 0 },
      ...{ silenceMs: 0, silentSymbol: undefined, leverageBps: 0, overdrawn: new Set<string>(), flipped: [], halts: [] },
    };
  }

  #listen({ bars }: PaperSlot, day: Day): void {
    for (const { symbol, bar } of bars) {
      const silentMs = bar === undefined ? (this.#silentMs.get(symbol) ?? 0) + this.#timeframeMs : 0;
      this.#silentMs.set(symbol, silentMs);
      if (silentMs <= day.silenceMs) continue;
      day.silenceMs = silentMs;
      day.silentSymbol = symbol;
    }
  }

  #flips({ bookings }: PaperSlot): readonly string[] {
    const flipped: string[] = [];
    for (const { symbol, side, quantity } of bookings.flatMap(({ fills = [] }) => fills)) {
      const before = this.#held.get(symbol) ?? 0n;
      const after = side === "buy" ? before + quantity : before - quantity;
      this.#held.set(symbol, after);
      if (after < 0n && before >= 0n) flipped.push(symbol);
    }
    return flipped;
  }
}
