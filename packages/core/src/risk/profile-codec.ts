import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { profileBreaches } from "./profile-breaches.ts";
import { DEFAULT_HURDLE, DEFAULT_KILL_TRIGGERS, DEFAULT_MARKET_LIMITS, DEFAULT_ORDER_LIMITS, rungsWithin } from "./profile-groups.ts";
import { readGroups, writeGroups, type ProfileGroups } from "./profile-group-codec.ts";
import type { Cap, RiskProfile } from "./profile.ts";
import { REFERENCE_PROFILE } from "./profile-presets.ts";

const FORM = "risk-profile";
/** Version 1 had no groups: whatever it holds goes on under the defaults that came with version 2. */
const VERSION_WITHOUT_GROUPS = 1;
const VERSION = 2;

/** Codes of the named choices in the canonical form: the index. Append only. */
const KINDS = ["governed", "reference"] as const;
const SIZINGS = ["risk", "all"] as const;
const ON_CORRELATION = ["refuse", "cluster"] as const;
const ON_HALT = ["flatten", "reduce_only"] as const;
const STOPS_IN_DOWNTIME = ["rest", "flat_before", "hold"] as const;
const WITHOUT_MODEL = ["rules_only", "reduce_only"] as const;

function choiceAt<T>(choices: readonly T[], code: number): T {
  const choice = choices[code];
  if (choice === undefined) throw new RangeError(`not a choice of a risk profile: ${code} of ${choices.length}`);
  return choice;
}

function writeCap(writer: CanonicalWriter, cap: Cap): void {
  writer.option(cap.percentBps, (value) => writer.u32(value)).option(cap.absoluteUnits, (value) => writer.units(value));
}

function readCap(reader: CanonicalReader): Cap {
  return { percentBps: reader.option(() => reader.u32()), absoluteUnits: reader.option(() => reader.units()) };
}

function writeLimits(writer: CanonicalWriter, profile: RiskProfile): void {
  writer.u32(profile.riskFractionBps).u32(profile.riskPerTradeBps).u32(profile.targetVolatilityBps).u32(profile.positionsMax);
  writeCap(writer, profile.totalCap);
  writeCap(writer, profile.pairCap);
  writeCap(writer, profile.clusterCap);
  writer.option(profile.topThreeBpsMax, (value) => writer.u32(value));
  writer.list(profile.instrumentCaps, ({ symbol, cap }) => {
    writer.text(symbol);
    writeCap(writer, cap);
  });
  writer.list(profile.quoteCaps, ({ asset, cap }) => {
    writer.text(asset);
    writeCap(writer, cap);
  });
  writer.u32(profile.correlationBpsMax).u32(profile.drawdownBpsMax).u32(profile.dailyLossBpsMax).units(profile.minTradeUnits);
}

/** Canonical bytes, whose SHA-256 names the profile in every receipt. */
export function encodeRiskProfile(profile: RiskProfile): Uint8Array {
  const writer = new CanonicalWriter();
  writer.text(FORM).u32(VERSION).text(profile.name);
  writer.u8(KINDS.indexOf(profile.kind)).u8(SIZINGS.indexOf(profile.sizing));
  writeLimits(writer, profile);
  writer.u8(ON_CORRELATION.indexOf(profile.onCorrelation)).u8(ON_HALT.indexOf(profile.onHalt));
  writer.list(profile.schedule.windows, ({ fromMinute, toMinute }) => writer.u32(fromMinute).u32(toMinute));
  writer.u32(profile.schedule.transitionMinutes);
  writer.u8(STOPS_IN_DOWNTIME.indexOf(profile.stopsInDowntime)).u8(WITHOUT_MODEL.indexOf(profile.withoutModel));
  writer.bool(profile.isReduceOnly).i64(profile.snapshotAgeMsMax);
  writeGroups(writer, profile);
  return writer.finish();
}

function readLimits(reader: CanonicalReader) {
  return {
    riskFractionBps: reader.u32(),
    riskPerTradeBps: reader.u32(),
    targetVolatilityBps: reader.u32(),
    positionsMax: reader.u32(),
    totalCap: readCap(reader),
    pairCap: readCap(reader),
    clusterCap: readCap(reader),
    topThreeBpsMax: reader.option(() => reader.u32()),
    instrumentCaps: reader.list(() => ({ symbol: reader.text(), cap: readCap(reader) })),
    quoteCaps: reader.list(() => ({ asset: reader.text(), cap: readCap(reader) })),
    correlationBpsMax: reader.u32(),
    drawdownBpsMax: reader.u32(),
    dailyLossBpsMax: reader.u32(),
    minTradeUnits: reader.units(),
  };
}

function readBeforeGroups(reader: CanonicalReader): Omit<RiskProfile, keyof ProfileGroups> {
  return {
    name: reader.text(),
    kind: choiceAt(KINDS, reader.u8()),
    sizing: choiceAt(SIZINGS, reader.u8()),
    ...readLimits(reader),
    onCorrelation: choiceAt(ON_CORRELATION, reader.u8()),
    onHalt: choiceAt(ON_HALT, reader.u8()),
    schedule: {
      windows: reader.list(() => ({ fromMinute: reader.u32(), toMinute: reader.u32() })),
      transitionMinutes: reader.u32(),
    },
    stopsInDowntime: choiceAt(STOPS_IN_DOWNTIME, reader.u8()),
    withoutModel: choiceAt(WITHOUT_MODEL, reader.u8()),
    isReduceOnly: reader.bool(),
    snapshotAgeMsMax: reader.i64(),
  };
}

/** The groups of a profile from before there were any. The reference profile then is the reference of today. */
function groupsOfBefore(profile: Omit<RiskProfile, keyof ProfileGroups>): ProfileGroups {
  if (profile.kind === "reference") return REFERENCE_PROFILE;
  return {
    leverageMax: 1,
    rungs: rungsWithin(profile.drawdownBpsMax),
    hurdle: DEFAULT_HURDLE,
    marketLimits: DEFAULT_MARKET_LIMITS,
    orderLimits: DEFAULT_ORDER_LIMITS,
    killTriggers: DEFAULT_KILL_TRIGGERS,
    releasePersons: 1,
  };
}

function readProfile(reader: CanonicalReader, version: number): RiskProfile {
  const profile = readBeforeGroups(reader);
  const groups = version === VERSION_WITHOUT_GROUPS ? groupsOfBefore(profile) : readGroups(reader);
  const { leverageMax, rungs, hurdle, marketLimits, orderLimits, killTriggers, releasePersons } = groups;
  return { ...profile, leverageMax, rungs, hurdle, marketLimits, orderLimits, killTriggers, releasePersons };
}

function isReferenceProfile(profile: RiskProfile): boolean {
  const bytes = encodeRiskProfile(profile);
  const reference = encodeRiskProfile(REFERENCE_PROFILE);
  return bytes.length === reference.length && bytes.every((byte, index) => byte === reference[index]);
}

/** Why stored bytes are no profile to trade by, in words. */
function faultsOf(profile: RiskProfile): readonly string[] {
  if (profile.kind === "reference") return isReferenceProfile(profile) ? [] : ["a reference profile that is not the reference"];
  const breaches = profileBreaches(profile).map(({ words }) => words);
  return profile.sizing === "all" ? [...breaches, "only the reference stakes all"] : breaches;
}

/**
 * The profile of `encodeRiskProfile`'s bytes, of this version or the one before. A governed profile
 * past policy, or a reference profile other than the one there is, throws: stored bytes are no way around a bound.
 */
export function decodeRiskProfile(bytes: Uint8Array): RiskProfile {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== FORM || version < VERSION_WITHOUT_GROUPS || version > VERSION)
    throw new RangeError(`not a risk profile of version ${VERSION_WITHOUT_GROUPS} to ${VERSION}: ${form} ${version}`);
  const profile = readProfile(reader, version);
  reader.end();
  const faults = faultsOf(profile);
  if (faults.length > 0) throw new RangeError(`risk profile ${profile.name}: ${faults.join("; ")}`);
  return profile;
}
