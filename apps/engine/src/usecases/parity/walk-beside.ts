import type { FillRow } from "@ballast/core/decision/booking";
import type { KillFact } from "@ballast/core/decision/decide-types";
import { endWalk, walkSlot, type Walk, type Walked, type WalkedBook } from "@ballast/core/decision/walk-book";
import { compareDecisions, type DecidedOrders, type OrderComparison } from "@ballast/core/decision/what-if";
import type { Bar } from "@ballast/core/market/bar";
import { decodeSnapshot, type Snapshot } from "@ballast/core/market/snapshot";
import { replayNowOf } from "@ballast/core/time/clock";
import { readOwnHalts } from "@ballast/db/repositories/book-receipts";
import type { SnapshotRow } from "@ballast/db/repositories/snapshots";
import type { Pool } from "pg";
import { nextOpensOf } from "../../marketdata/snapshot-window.ts";
import { isSameBytes } from "../replay/first-difference.ts";
import { closesBetween, lonePartsOf, openWalk, walkAtSlot, type LoneParts } from "../what-if/lone-walk.ts";
import { RecordedKills } from "../what-if/recorded-kills.ts";
import type { RecordedSlot } from "../what-if/recorded-slots.ts";
import { decidedCloses, type DecidedClose } from "./decided-closes.ts";
import type { ParityPeriod } from "./parity-request.ts";

/** A close of the backtest with what the account made of it. */
export type BesideClose = {
  readonly closeMs: number;
  /** What the account decided at it; undefined where it did not. */
  readonly recorded: DecidedClose | undefined;
  /** Kill switches that came from outside in the period and were in force: the backtest meets none of them. */
  readonly withheld: readonly KillFact[];
  /** Both came to the close with the same balances, positions, orders and counters. */
  readonly isStateSame: boolean;
  /** Orders that either made at it. */
  readonly orders: readonly OrderComparison[];
  /** Ids of the orders that the backtest decided at it. */
  readonly orderIds: readonly string[];
  readonly equityUnits: bigint;
};

/** The backtest of a period, and what was recorded in it. */
export type Beside = {
  readonly closes: readonly BesideClose[];
  /** Fills of the backtest in bars that opened before its last close. */
  readonly fills: readonly FillRow[];
  /** Number of the first fill that is no part of the state that both began with. */
  readonly firstFillSeq: number;
  readonly baseCurrency: string;
  /** Which of a slot's kill switches came from outside in the period. */
  readonly withheldOf: (kills: readonly KillFact[]) => readonly KillFact[];
};

const NOTHING_DECIDED: DecidedOrders = { intents: [], refusals: [], facts: [] };

const killKey = ({ scope, subject, verb, sinceMs }: KillFact): string => `${scope} ${subject} ${verb} ${sinceMs}`;

/** Sealed closes from the first slot to the last, each of the lineage that the account decided on at that time. */
async function* closesOf(pool: Pool, decided: readonly DecidedClose[]): AsyncGenerator<SnapshotRow> {
  let from = 0;
  while (from < decided.length) {
    const first = decided[from];
    if (first === undefined) return;
    const { lineageId, closeMs: fromMs } = first.slot.close;
    let to = from;
    while (decided[to]?.slot.close.lineageId === lineageId) to += 1;
    const next = decided[to]?.slot.close.closeMs;
    yield* closesBetween(pool, {
      lineageId,
      fromMs,
      toMs: next === undefined ? (decided[to - 1]?.slot.close.closeMs ?? fromMs) : next - 1,
    });
    from = to;
  }
}

/** The backtest as it goes from close to close. */
class Backtest {
  readonly #period: ParityPeriod;
  readonly #parts: LoneParts;
  readonly #rearmAfterMs: number | undefined;
  readonly #kills: RecordedKills;
  readonly #isStanding: (kill: KillFact) => boolean;
  readonly #lastBars = new Map<string, Bar>();
  #walk: Walk;
  #kind: RecordedSlot["input"]["slot"]["kind"];
  #book: WalkedBook;
  readonly fills: FillRow[] = [];

  constructor(of: {
    readonly period: ParityPeriod;
    readonly parts: LoneParts;
    readonly rearmAfterMs: number | undefined;
    readonly kills: RecordedKills;
    readonly first: RecordedSlot;
  }) {
    const { period, parts, rearmAfterMs, kills, first } = of;
    const standing = new Set(kills.fromOutside(first.input.kills).map(killKey));
    this.#period = period;
    this.#parts = parts;
    this.#rearmAfterMs = rearmAfterMs;
    this.#kills = kills;
    this.#isStanding = (kill) => standing.has(killKey(kill));
    this.#walk = this.#under(first);
    this.#kind = first.input.slot.kind;
    // The first bar was settled before the state was recorded.
    this.#book = openWalk(first.input.account.value);
  }

  withheldOf(kills: readonly KillFact[]): readonly KillFact[] {
    return this.#kills.fromOutside(kills).filter((kill) => !this.#isStanding(kill));
  }

  /** Decides a close on time, under the versions that the account had then; where it did not decide, under its last ones. */
  step(row: SnapshotRow, recorded: DecidedClose | undefined): BesideClose {
    const { closeMs } = row;
    const snapshot = decodeSnapshot(row.body);
    let ownKills = this.#book.ownKills ?? [];
    if (recorded !== undefined) {
      const { slot } = recorded;
      this.#walk = this.#under(slot);
      this.#kind = slot.input.slot.kind;
      ownKills = this.#kills.follow(slot, ownKills);
    }
    const step = {
      snapshot: { snapshot, bytes: row.body, hash: row.hash },
      nextOpens: nextOpensOf(snapshot, row.nextOpens),
      nowMs: replayNowOf(closeMs),
      kind: this.#kind,
      kills: this.#kills.given.filter(this.#isStanding),
    };
    const walked = walkSlot(this.#walk, step, { ...this.#book, ownKills });
    this.#keep(walked, snapshot);
    const { output } = walked.decision;
    return {
      ...{ closeMs, recorded, equityUnits: output.equityUnits },
      withheld: this.withheldOf(recorded?.slot.input.kills ?? []),
      isStateSame: recorded !== undefined && isSameBytes(recorded.slot.receipt.stateBefore, walked.receipt.stateBefore),
      orders: compareDecisions(closeMs, recorded?.ordered ?? NOTHING_DECIDED, output),
      orderIds: output.intents.map(({ id }) => id),
    };
  }

  /** A reference run sells what it holds at its last close when it ends; any other stays as it is. */
  end(): void {
    if (this.#walk.context.profile.kind !== "reference") return;
    this.fills.push(...endWalk(this.#walk, this.#book, this.#lastBars).bookings.fills);
  }

  #keep(walked: Walked, { instruments }: Snapshot): void {
    this.#book = walked;
    this.fills.push(...walked.bookings.flatMap(({ fills = [] }) => fills));
    for (const { symbol, bar } of instruments) if (bar !== undefined) this.#lastBars.set(symbol, bar);
  }

  #under(slot: RecordedSlot): Walk {
    return walkAtSlot(this.#parts, { book: this.#period.book, slot, profile: slot.input.profile, rearmAfterMs: this.#rearmAfterMs });
  }
}

/**
 * Walks the backtest of a period from the state in which the account began it, over the sealed closes that the
 * account decided on, with its seed, fees, fill model and the versions of each of its slots. It decides at every
 * close and on time, and meets no kill switch that people or the installation set meanwhile: those are what a
 * difference is explained by. Undefined where the period holds no decided close.
 */
export async function walkBeside(
  ports: { readonly pool: Pool; readonly coreHash: Uint8Array },
  period: ParityPeriod,
): Promise<Beside | undefined> {
  const { pool, coreHash } = ports;
  const { book } = period;
  const decided = await decidedCloses(pool, period);
  const [first] = decided;
  const lastMs = decided.at(-1)?.slot.close.closeMs;
  if (first === undefined || lastMs === undefined) return undefined;
  const ownHalts = await readOwnHalts(pool, book);
  const kills = new RecordedKills(
    decided.map(({ slot }) => slot),
    ownHalts,
    book,
  );
  const { rearmAfterMs } = ownHalts;
  const backtest = new Backtest({ period, parts: lonePartsOf({ coreHash }), rearmAfterMs, kills, first: first.slot });
  const byClose = new Map(decided.map((close) => [close.slot.close.closeMs, close]));
  const closes: BesideClose[] = [];
  for await (const row of closesOf(pool, decided)) closes.push(backtest.step(row, byClose.get(row.closeMs)));
  if (period.isToEnd && book.toMs !== null && book.toMs <= lastMs) backtest.end();
  const { account } = first.slot.input;
  return {
    closes,
    // What the last close ordered trades in a bar that the period no longer holds.
    fills: backtest.fills.filter(({ atMs }) => atMs < lastMs),
    firstFillSeq: account.value.next.fill,
    baseCurrency: account.value.baseCurrency,
    withheldOf: (of) => backtest.withheldOf(of),
  };
}
