import type { FactValues } from "../risk/refusal.ts";
import { civilOfMs } from "../time/calendar.ts";
import { boundaryAtOrBefore, DAY_MS, MINUTE_MS } from "../time/timeframe.ts";
import { nextChange, phaseAt, type Schedule } from "../time/schedule.ts";
import type { Fact, Outcome } from "./decide-types.ts";
import { idleHaltWords, type IdleHalt } from "./idle-halt.ts";
import { wordsOf } from "./reason-codes.ts";

/** What is known of an account that people think idle, from stored facts alone. */
export type IdleFacts = {
  /** Closed by a person, for good. */
  readonly isClosed: boolean;
  /** Undefined: it has entered no run. */
  readonly book:
    | {
        readonly runKey: string;
        readonly runState: "running" | "finished" | "cancelled" | "failed";
        readonly isContinuous: boolean;
        readonly isBroken: boolean;
        readonly nextSlotMs: number | undefined;
        /** Last close that its market has sealed; undefined where none is. */
        readonly horizonMs: number | undefined;
      }
    | undefined;
  /** Undefined: no engine has been seen at all. */
  readonly engineSeenMs: number | undefined;
  /** Since when the engine that runs does not reach its queue; undefined where it does. */
  readonly queueAwaySinceMs?: number | undefined;
  readonly wallMs: number;
  /** Those that hold it. */
  readonly halts: readonly IdleHalt[];
  readonly schedule: Schedule;
  readonly newest:
    | {
        readonly atMs: number;
        readonly outcome: Outcome;
        readonly facts: readonly Fact[];
        readonly refusals: readonly { readonly code: string; readonly symbol: string; readonly facts: FactValues }[];
        readonly positions: readonly string[];
      }
    | undefined;
};

/** Why nothing happens: a stable code, and the sentence for people. */
export type IdleReason = {
  readonly code:
    | "CLOSED"
    | "NO_RUN"
    | "RUN_ENDED"
    | "BOOK_BROKEN"
    | "HALTED"
    | "NO_FEED"
    | "ENGINE_AWAY"
    | "QUEUE_AWAY"
    | "BEHIND"
    | "NO_CLOSE_YET"
    | "WINDOW"
    | "WARM_UP"
    | "REFUSED"
    | "NO_SIGNAL"
    | "HOLDING"
    | "TRADED";
  readonly words: string;
};

/** An engine that has not been seen for so long is away. */
const ENGINE_STALE_MS = 30_000;
/** Of many instruments the first few tell why. */
const NAMED_MAX = 5;
const WARMING: ReadonlySet<string> = new Set(["WARMING_UP", "REGIME_UNKNOWN"]);
/** Facts that say what was seen and not why nothing was done. */
const BACKGROUND: ReadonlySet<string> = new Set(["REGIME_READ", "STRATEGIES_CHOSEN", "CHECKS_NOT_APPLICABLE", "SIZED"]);

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** A time to the minute, as sentences have it. */
function timeText(ms: number): string {
  const { year, month, day } = civilOfMs(ms);
  const minute = Math.floor((ms - boundaryAtOrBefore(ms, DAY_MS)) / MINUTE_MS);
  return `${year}-${twoDigits(month)}-${twoDigits(day)} ${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)} UTC`;
}

/** Sentences of one decision, each once, with the instruments that it holds for. */
function sentences(said: readonly { readonly code: string; readonly symbol: string; readonly facts: FactValues }[]): string {
  const bySentence = new Map<string, string[]>();
  for (const { code, symbol, facts } of said) {
    const words = wordsOf(code, facts);
    const symbols = bySentence.get(words) ?? [];
    if (symbol !== "") symbols.push(symbol);
    bySentence.set(words, symbols);
  }
  const told = [...bySentence].map(([words, symbols]) => (symbols.length === 0 ? words : `${[...new Set(symbols)].join(", ")}: ${words}`));
  return told.length <= NAMED_MAX ? told.join(" ") : `${told.slice(0, NAMED_MAX).join(" ")} And ${told.length - NAMED_MAX} more reasons.`;
}

/** What stops an account before anything is decided. */
function standing({ book, engineSeenMs, queueAwaySinceMs, wallMs, halts }: IdleFacts): readonly IdleReason[] {
  if (book === undefined)
    return [{ code: "NO_RUN", words: "It has entered no run: an account on imported bars decides when it is run over them." }];
  const reasons: IdleReason[] = [];
  if (book.isBroken)
    reasons.push({ code: "BOOK_BROKEN", words: "Its books broke and it is stopped until a person releases the halt that says how." });
  // Nothing holds a run that is over.
  if (book.runState !== "finished" && book.runState !== "cancelled")
    for (const halt of halts) reasons.push({ code: "HALTED", words: `Halted since ${timeText(halt.sinceMs)}: ${idleHaltWords(halt)}` });
  if (book.runState !== "running")
    return [...reasons, { code: "RUN_ENDED", words: `Its run ${book.runKey} is ${book.runState}; nothing is due in it any more.` }];
  if (book.horizonMs === undefined) reasons.push({ code: "NO_FEED", words: "Its market has not brought in a single close: no feed." });
  const isAway = book.isContinuous && (engineSeenMs === undefined || wallMs - engineSeenMs > ENGINE_STALE_MS);
  if (isAway)
    reasons.push({
      code: "ENGINE_AWAY",
      words: engineSeenMs === undefined ? "No engine runs." : `No engine runs: the last one was seen ${timeText(engineSeenMs)}.`,
    });
  else if (book.isContinuous && queueAwaySinceMs !== undefined)
    reasons.push({
      code: "QUEUE_AWAY",
      words: `The engine does not reach its queue since ${timeText(queueAwaySinceMs)}: nothing is decided until it does.`,
    });
  return reasons;
}

/** Where it stands on its clock: behind, or waiting for the next close. */
function waiting({ book, schedule }: IdleFacts): readonly IdleReason[] {
  if (book === undefined || book.nextSlotMs === undefined || book.horizonMs === undefined || book.runState !== "running") return [];
  const { nextSlotMs, horizonMs } = book;
  if (nextSlotMs <= horizonMs)
    return [
      {
        code: "BEHIND",
        words: `Its slot of ${timeText(nextSlotMs)} is due and not decided yet; its market stands at ${timeText(horizonMs)}.`,
      },
    ];
  const reasons: IdleReason[] = [
    { code: "NO_CLOSE_YET", words: `It waits for the close of ${timeText(nextSlotMs)}; its market stands at ${timeText(horizonMs)}.` },
  ];
  const phase = phaseAt(schedule, nextSlotMs);
  if (phase === "TRADING") return reasons;
  const next = nextChange(schedule, nextSlotMs);
  const until = next === undefined ? "" : ` until ${timeText(next.atMs)}`;
  return [{ code: "WINDOW", words: `That close lies in its ${phase.toLowerCase()} window${until}: nothing is opened there.` }, ...reasons];
}

function holding(positions: readonly string[]): readonly IdleReason[] {
  return positions.length === 0 ? [] : [{ code: "HOLDING", words: `It holds ${positions.join(", ")}.` }];
}

/** What its newest decision says. */
function decided({ newest }: IdleFacts): readonly IdleReason[] {
  if (newest === undefined) return [{ code: "NO_CLOSE_YET", words: "It has decided nothing yet." }];
  const at = `At ${timeText(newest.atMs)}`;
  const reasons: IdleReason[] = [];
  if (newest.outcome === "INTENTS") reasons.push({ code: "TRADED", words: `${at} it did order; it is not idle.` });
  const facts = newest.facts
    .filter(({ code }) => !BACKGROUND.has(code))
    .map(({ code, symbol, values }) => ({ code, symbol, facts: values }));
  if (newest.refusals.length > 0)
    reasons.push({ code: "REFUSED", words: `${at} it wanted to trade and was refused. ${sentences(newest.refusals)}` });
  if (newest.outcome === "SKIPPED") reasons.push({ code: "WINDOW", words: `${at} its slot was skipped. ${sentences(facts)}` });
  const warming = facts.filter(({ code }) => WARMING.has(code));
  if (warming.length > 0) reasons.push({ code: "WARM_UP", words: `${at} there was not enough history yet. ${sentences(warming)}` });
  const quiet = facts.filter(({ code }) => !WARMING.has(code));
  if (newest.outcome === "NO_TRADE" && quiet.length > 0)
    reasons.push({ code: "NO_SIGNAL", words: `${at} there was no signal. ${sentences(quiet)}` });
  return [...reasons, ...holding(newest.positions)];
}

/** Why an account is idle, most important first; never empty. */
export function explainIdle(facts: IdleFacts): readonly IdleReason[] {
  if (facts.isClosed) return [{ code: "CLOSED", words: "The account is closed." }];
  const stopped = standing(facts);
  if (facts.book === undefined) return stopped;
  return [...stopped, ...waiting(facts), ...decided(facts)];
}
