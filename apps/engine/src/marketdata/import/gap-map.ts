import type { Gap } from "@ballast/core/market/validation";
import type { PassportGap, PassportGaps } from "@ballast/db/repositories/series";

/** Gaps that a passport lists. A minute series of an illiquid coin has a hundred thousand. */
export const GAPS_LISTED_MAX = 2_000;

const longestFirst = (left: PassportGap, right: PassportGap): number => right[2] - left[2] || left[0] - right[0];

/** Collects the gaps of a series in bounded memory, in any order: all are counted, the longest are listed. */
export class GapMap {
  #count = 0;
  #bars = 0;
  #kept: PassportGap[] = [];

  add(gap: Gap): void {
    this.#count += 1;
    this.#bars += gap.bars;
    this.#kept.push([gap.fromMs, gap.toMs, gap.bars]);
    if (this.#kept.length >= 2 * GAPS_LISTED_MAX) this.#keepLongest();
  }

  /** Missing bars in all. */
  get bars(): number {
    return this.#bars;
  }

  toPassport(): PassportGaps {
    this.#keepLongest();
    const listed = [...this.#kept].sort((left, right) => left[0] - right[0]);
    return { count: this.#count, isComplete: listed.length === this.#count, listed };
  }

  #keepLongest(): void {
    this.#kept = this.#kept.sort(longestFirst).slice(0, GAPS_LISTED_MAX);
  }
}
