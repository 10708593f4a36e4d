import type { HashedSnapshot } from "../market/snapshot.ts";
import { UNDECLARED } from "../risk/declared.ts";
import { isFeedOrDataBreak, trippedKills, type IntegrityBreak, type TrippedKill } from "../risk/kill-triggers.ts";
import type { LadderHalt } from "../risk/ladder.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { FactValues } from "../risk/refusal.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import type { KillFact } from "./decide-types.ts";
import { inKillOrder } from "./kill-order.ts";
import { strainedInstruments, type StrainedIn } from "./strained-instruments.ts";

/** A kill switch in force that a book has set for itself. */
export type OwnKill = KillFact & {
  /** Only persons release it, also where a run's clock releases the others. Left out: such a clock may. */
  readonly isByHand?: boolean;
};

/** A kill switch that a book set by itself: its ladder, or a trigger that tripped at a close. */
export type BookHalt = {
  readonly kill: OwnKill;
  readonly code: LadderHalt["code"] | TrippedKill["code"];
  readonly facts: FactValues;
};

/** What happened to the kill switches of a book at a slot, in the order in which it happened. */
export type KillEvent =
  | { readonly event: "set"; readonly halt: BookHalt }
  /** Only on a run's clock that nobody watches: everywhere else a person re-arms. */
  | { readonly event: "released"; readonly kill: KillFact; readonly atMs: number };

/**
 * Kill switches in force for a book. `given` come from outside: people, the workspace, the
 * installation. `own` are those that this book set for itself and for no other.
 */
export type BookKills = { readonly given: readonly KillFact[]; readonly own: readonly OwnKill[] };

export const NO_KILLS: BookKills = { given: [], own: [] };

/** All of a book's kill switches as its decision sees them. */
export function killsInForce({ given, own }: BookKills): readonly KillFact[] {
  if (own.length === 0) return given;
  return inKillOrder(given.length === 0 ? own : [...given, ...own]);
}

/** What a close is judged by, for one book. */
export type Watch = {
  readonly profile: RiskProfile;
  readonly settings: StrategySettings;
  /** Breaks that whoever read the close has found in it. */
  readonly breaks: readonly IntegrityBreak[];
  /** Where close after close is judged, what looks at many at once. */
  readonly strainedIn?: StrainedIn | undefined;
};

/** The triggers that a close trips for a book: those of the instruments that it trades, and those of all that it reads. */
function tripsOf(
  sealed: Pick<HashedSnapshot, "snapshot">,
  { profile, settings, breaks, strainedIn = strainedInstruments }: Watch,
): readonly TrippedKill[] {
  if (profile.kind === "reference") return [];
  const { snapshot } = sealed;
  const strained = strainedIn(snapshot, profile.killTriggers);
  if (strained.length === 0 && breaks.length === 0) return [];
  const traded = strained.filter(({ symbol }) => settings.instruments.includes(symbol));
  const health = { feeds: UNDECLARED, apis: UNDECLARED, instruments: traded, integrity: breaks } as const;
  return trippedKills({ health, nowMs: snapshot.closeMs, settings: profile.killTriggers });
}

/** Whether a kill switch in force does all that a new one would, and for as long. */
function standsFor(standing: OwnKill, asked: OwnKill): boolean {
  const { scope, subject, verb } = asked;
  if (standing.scope !== scope || standing.subject !== subject || standing.verb !== verb) return false;
  return standing.isByHand === true || asked.isByHand !== true;
}

export type KillStep = { readonly kills: BookKills; readonly events: readonly KillEvent[] };

/** A close in the time of its book's run. */
export type KillSlot = {
  readonly sealed: Pick<HashedSnapshot, "snapshot">;
  readonly watch: Watch;
  /** After so long the run's clock releases what nobody has to look at. Undefined: persons alone release. */
  readonly rearmAfterMs: number | undefined;
  /** Of an account that trades on and on, beside people: its profile's word on releases holds. A run over the past asks nobody. */
  readonly isContinuous: boolean;
};

/**
 * The kill switches of a book at a close, before it is decided (RSK4): on a run's clock that nobody
 * watches those that are due are released, then what the close trips is set, each once while it is in
 * force. The decision of the same slot sees both, so its receipt replays without the triggers.
 *
 * No clock releases a break of the feed or its data, nor anything of a continuous account whose profile
 * wants two persons, be it when the switch was set or now.
 */
export function stepKills(kills: BookKills, slot: KillSlot): KillStep {
  const { sealed, watch, rearmAfterMs, isContinuous } = slot;
  const { closeMs: atMs } = sealed.snapshot;
  const isForTwo = isContinuous && watch.profile.releasePersons === 2;
  const isOver = ({ sinceMs, isByHand }: OwnKill): boolean =>
    rearmAfterMs !== undefined && isByHand !== true && !isForTwo && sinceMs + rearmAfterMs <= atMs;
  const over = kills.own.filter(isOver);
  const trips = tripsOf(sealed, watch);
  if (over.length === 0 && trips.length === 0) return { kills, events: [] };
  const events: KillEvent[] = over.map((kill) => ({ event: "released", kill, atMs }));
  const own = kills.own.filter((kill) => !isOver(kill));
  for (const { scope, subject, verb, code, facts } of trips) {
    const kill: OwnKill = { scope, subject, verb, sinceMs: atMs, isByHand: isForTwo || isFeedOrDataBreak(code) };
    if (own.some((standing) => standsFor(standing, kill))) continue;
    own.push(kill);
    events.push({ event: "set", halt: { kill, code, facts } });
  }
  return { kills: { given: kills.given, own: inKillOrder(own) }, events };
}

/** The halts that a decision found, as kill switches of its account from this slot on: of two with one verb the first, for one release has to do. */
export function ladderKills(
  halts: readonly LadderHalt[],
  slot: { readonly accountKey: string; readonly atMs: number },
): readonly BookHalt[] {
  return halts
    .filter(({ verb }, index) => halts.findIndex((halt) => halt.verb === verb) === index)
    .map(({ verb, code, facts }) => ({
      kill: { scope: "account", subject: slot.accountKey, verb, sinceMs: slot.atMs },
      code,
      facts,
    }));
}

/** A book's kill switches after its decision halted it: the next slot sees them. */
export function withOwn(kills: BookKills, halts: readonly BookHalt[]): BookKills {
  return halts.length === 0 ? kills : { given: kills.given, own: inKillOrder([...kills.own, ...halts.map(({ kill }) => kill)]) };
}
