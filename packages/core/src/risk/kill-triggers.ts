import { UNDECLARED, type Declared } from "./declared.ts";
import { isHourViolent, isSpreadWide, isSpreadWidened, type HourVolatility, type Spread } from "./market-strain.ts";
import type { KillTriggerSettings } from "./profile-groups.ts";
import type { FactValues } from "./refusal.ts";

/** A connection that carries the market: its heartbeats, and when it had to be made anew. */
export type FeedHealth = {
  readonly feed: string;
  readonly openedMs: number;
  /** Undefined while none has come yet: the gap then counts from the opening. */
  readonly heartbeatMs: number | undefined;
  readonly reconnectsMs: readonly number[];
};

/** Outcomes of an account's calls to its venue, oldest first: true where one failed. */
export type ApiHealth = { readonly accountKey: string; readonly failures: readonly boolean[] };

export type InstrumentHealth = {
  readonly symbol: string;
  readonly spread: Declared<Spread>;
  /** The estimate that stands in where no quotes are declared (FEA1). */
  readonly spreadWidening: Declared<number>;
  readonly volatility: Declared<HourVolatility>;
};

/**
 * A break that the feed or the data themselves prove: a sequence number left out, a checksum or a
 * hash that is another, a watermark that went back. An interval without trades breaks none of them.
 */
export type IntegrityBreak = {
  readonly kind: "sequence" | "checksum" | "watermark" | "hash";
  /** The instrument it concerns; undefined where it concerns all that is read. */
  readonly symbol: string | undefined;
  readonly atMs: number;
  readonly expected: string;
  readonly actual: string;
};

/** What is known of a market's health. A part that nobody declares can't trip anything, and live does not go without it. */
export type MarketHealth = {
  readonly feeds: Declared<readonly FeedHealth[]>;
  readonly apis: Declared<readonly ApiHealth[]>;
  readonly instruments: Declared<readonly InstrumentHealth[]>;
  readonly integrity: Declared<readonly IntegrityBreak[]>;
};

export type TriggerCode =
  "HEARTBEAT_GAP" | "RECONNECTS" | "API_ERRORS" | "SPREAD_BLOWN" | "VOLATILITY_BLOWN" | "INTEGRITY_BROKEN" | "HEALTH_MISSING";

/**
 * Triggers that say that what is read can't be trusted, or is not there. The others say that the market is
 * rough, which passes by itself; whether a feed or its data are whole again only a person finds out, so no
 * clock re-arms these. SQL holds the same list (`is_feed_or_data_break`).
 */
export const FEED_AND_DATA_BREAKS: readonly TriggerCode[] = ["HEARTBEAT_GAP", "RECONNECTS", "INTEGRITY_BROKEN", "HEALTH_MISSING"];

/** Whether a trigger is a break of a feed or of its data. */
export function isFeedOrDataBreak(code: string): boolean {
  return FEED_AND_DATA_BREAKS.some((known) => known === code);
}

/** A kill switch that trips by itself. It blocks entries and no more: cancel and flatten are for a person or the profile (RSK4). */
export type TrippedKill = {
  readonly scope: "all" | "account" | "instrument";
  /** Account key or symbol; empty for all. */
  readonly subject: string;
  readonly code: TriggerCode;
  readonly facts: FactValues;
  readonly verb: "block_entries";
};

const WHOLE_BPS = 10_000;

function tripped(scope: TrippedKill["scope"], subject: string, code: TriggerCode, facts: FactValues): TrippedKill {
  return { scope, subject, code, facts, verb: "block_entries" };
}

type At = { readonly nowMs: number; readonly settings: KillTriggerSettings };

function ofFeed({ feed, openedMs, heartbeatMs, reconnectsMs }: FeedHealth, { nowMs, settings }: At): readonly TrippedKill[] {
  const kills: TrippedKill[] = [];
  const gapMs = nowMs - (heartbeatMs ?? openedMs);
  if (gapMs >= settings.heartbeatGapMs) {
    const facts = [
      ["feed", feed],
      ["gapMs", String(gapMs)],
      ["limitMs", String(settings.heartbeatGapMs)],
    ] as const;
    kills.push(tripped("all", "", "HEARTBEAT_GAP", facts));
  }
  // One that seems to lie ahead counts too: a clock that stepped back must not make a bad feed look good.
  const recent = reconnectsMs.filter((atMs) => atMs > nowMs - settings.reconnectWindowMs).length;
  if (recent >= settings.reconnects) {
    const facts = [
      ["feed", feed],
      ["reconnects", String(recent)],
      ["windowMs", String(settings.reconnectWindowMs)],
    ] as const;
    kills.push(tripped("all", "", "RECONNECTS", facts));
  }
  return kills;
}

/** The share is one of the last `apiCalls`, also before so many were made: one failed call of one is no outage. */
function ofApi({ accountKey, failures }: ApiHealth, { settings }: At): readonly TrippedKill[] {
  const failed = failures.slice(-settings.apiCalls).filter((isFailed) => isFailed).length;
  if (failed * WHOLE_BPS < settings.apiErrorBps * settings.apiCalls) return [];
  const facts = [
    ["failed", String(failed)],
    ["calls", String(settings.apiCalls)],
    ["limitBps", String(settings.apiErrorBps)],
  ] as const;
  return [tripped("account", accountKey, "API_ERRORS", facts)];
}

/** What of a blown spread is kept: the figures that were compared, and whether quotes or bars told them; undefined where it is none. */
function blownSpread({ spread, spreadWidening }: InstrumentHealth, multipleBps: number): FactValues | undefined {
  if (spread !== UNDECLARED) {
    if (spread === undefined || isSpreadWide(spread, multipleBps) !== true) return undefined;
    return [
      ["basis", "quoted"],
      ["spreadRateUnits", String(spread.rateUnits)],
      ["medianRateUnits", String(spread.medianRateUnits)],
    ];
  }
  if (spreadWidening === UNDECLARED || isSpreadWidened(spreadWidening, multipleBps) !== true) return undefined;
  return [
    ["basis", "estimated"],
    ["widening", String(spreadWidening)],
    ["limitBps", String(multipleBps)],
  ];
}

/** What is still warming up trips nothing: the gate refuses entries on it meanwhile, and no person has to re-arm. */
function ofInstrument(health: InstrumentHealth, { settings }: At): readonly TrippedKill[] {
  const { symbol, volatility } = health;
  const kills: TrippedKill[] = [];
  const blown = blownSpread(health, settings.spreadMultipleBps);
  if (blown !== undefined) kills.push(tripped("instrument", symbol, "SPREAD_BLOWN", blown));
  if (volatility !== UNDECLARED && volatility !== undefined && isHourViolent(volatility, settings.volatilityMultipleBps) === true) {
    const facts = [
      ["hourReturn", String(volatility.hourReturn)],
      ["monthStdev", String(volatility.monthStdev)],
    ] as const;
    kills.push(tripped("instrument", symbol, "VOLATILITY_BLOWN", facts));
  }
  return kills;
}

function ofBreak({ kind, symbol, atMs, expected, actual }: IntegrityBreak): readonly TrippedKill[] {
  const facts = [
    ["kind", kind],
    ["atMs", String(atMs)],
    ["expected", expected],
    ["actual", actual],
  ] as const;
  return [tripped(symbol === undefined ? "all" : "instrument", symbol ?? "", "INTEGRITY_BROKEN", facts)];
}

/** The kills of one part: none where it is not declared, one for all where it is declared and missing. */
function ofPart<T>(name: string, part: Declared<readonly T[]>, of: (item: T) => readonly TrippedKill[]): readonly TrippedKill[] {
  if (part === UNDECLARED) return [];
  if (part === undefined) return [tripped("all", "", "HEALTH_MISSING", [["part", name]])];
  return part.flatMap(of);
}

/**
 * The automatic triggers of the kill switch (RSK4) that a market's health trips at a time of the
 * run's clock, in the order of its parts. Pure: whoever keeps the health asks at every change and
 * at every heartbeat that did not come. A kill that stands already is asked for again, with its
 * facts of now; it is released by hand alone.
 */
export function trippedKills(of: {
  readonly health: MarketHealth;
  readonly nowMs: number;
  readonly settings: KillTriggerSettings;
}): readonly TrippedKill[] {
  const { health } = of;
  return [
    ...ofPart("feeds", health.feeds, (feed) => ofFeed(feed, of)),
    ...ofPart("apis", health.apis, (api) => ofApi(api, of)),
    ...ofPart("instruments", health.instruments, (instrument) => ofInstrument(instrument, of)),
    ...ofPart("integrity", health.integrity, ofBreak),
  ];
}
