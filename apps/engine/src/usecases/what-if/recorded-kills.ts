import type { KillFact } from "@ballast/core/decision/decide-types";
import type { OwnHalts } from "@ballast/db/repositories/book-receipts";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { RecordedSlot } from "./recorded-slots.ts";

const setKey = ({ scope, sinceMs }: { readonly scope: string; readonly sinceMs: number }): string => `${scope} ${sinceMs}`;
const reachOf = ({ scope, subject, verb }: KillFact): string => `${scope} ${subject} ${verb}`;

/**
 * Kill switches as another path meets them. Those of people, the workspace and the installation hold there as
 * they held; those that the recorded book tripped for itself do not, for another path trips its own. What
 * stood when the stretch began is part of its beginning, whoever set it.
 */
export class RecordedKills {
  readonly #own: ReadonlySet<string>;
  readonly #isRearmedByClock: boolean;
  readonly #isContinuous: boolean;
  #given: readonly KillFact[] = [];
  #standing: readonly KillFact[] = [];

  constructor(recorded: readonly RecordedSlot[], { kills, rearmAfterMs }: OwnHalts, { isContinuous }: Pick<ReplayBook, "isContinuous">) {
    const begunMs = recorded[0]?.close.closeMs ?? 0;
    const ladder = recorded
      .filter(({ findings }) => findings.halts.length > 0)
      .map(({ receipt }) => ({ scope: "account", sinceMs: receipt.atMs }));
    this.#own = new Set([...kills, ...ladder].filter(({ sinceMs }) => sinceMs >= begunMs).map(setKey));
    this.#isRearmedByClock = rearmAfterMs !== undefined;
    this.#isContinuous = isContinuous;
  }

  /** Those of the slot that was reached last that come from outside of the book. */
  get given(): readonly KillFact[] {
    return this.#given;
  }

  /** Those of a slot that come from outside of the book. */
  fromOutside(kills: readonly KillFact[]): readonly KillFact[] {
    return kills.filter((kill) => !this.#own.has(setKey(kill)));
  }

  /**
   * Goes on to a slot. Of the walk's own kill switches those are left that nobody has re-armed by then: where
   * the recorded profile asked two persons, or no clock re-arms, whatever went was released by people.
   */
  follow(slot: RecordedSlot, ownKills: readonly KillFact[]): readonly KillFact[] {
    const { kills, profile } = slot.input;
    const isByPeople = !this.#isRearmedByClock || (this.#isContinuous && profile.value.releasePersons === 2);
    const standing = kills.filter((kill) => this.#own.has(setKey(kill)));
    const stands = new Set(standing.map(reachOf));
    const rearmed = new Set(this.#standing.map(reachOf).filter((reach) => !stands.has(reach)));
    this.#given = this.fromOutside(kills);
    this.#standing = standing;
    return isByPeople ? ownKills.filter((kill) => !rearmed.has(reachOf(kill))) : ownKills;
  }
}
