import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { RiskProfile } from "./profile.ts";

/** What a profile states since version 2 of its canonical form. */
export type ProfileGroups = Pick<
  RiskProfile,
  "leverageMax" | "rungs" | "hurdle" | "marketLimits" | "orderLimits" | "killTriggers" | "releasePersons"
>;

export function writeGroups(writer: CanonicalWriter, groups: ProfileGroups): void {
  const { rungs, hurdle, marketLimits, orderLimits, killTriggers } = groups;
  writer.u32(groups.leverageMax);
  writer.u32(rungs.riskAtBps).u32(rungs.riskFactorBps).u32(rungs.exposureAtBps).u32(rungs.exposureFactorBps);
  writer.u32(hurdle.feeBps).u32(hurdle.slippageBps).u32(hurdle.edgeMultipleBps);
  writer.u32(marketLimits.spreadMultipleBps).u32(marketLimits.volatilityMultipleBps);
  writer.u32(marketLimits.priceCollarBps).u32(marketLimits.fxAgeBarsMax);
  writer.u32(orderLimits.perMinuteMax).u32(orderLimits.perHourMax).u32(orderLimits.openMax);
  writer.i64(killTriggers.heartbeatGapMs).u32(killTriggers.reconnects).i64(killTriggers.reconnectWindowMs);
  writer.u32(killTriggers.apiErrorBps).u32(killTriggers.apiCalls);
  writer.u32(killTriggers.spreadMultipleBps).u32(killTriggers.volatilityMultipleBps);
  writer.u8(groups.releasePersons);
}

function readPersons(reader: CanonicalReader): 1 | 2 {
  const persons = reader.u8();
  if (persons === 1 || persons === 2) return persons;
  throw new RangeError(`a kill switch is released by one person or two, not by ${persons}`);
}

export function readGroups(reader: CanonicalReader): ProfileGroups {
  return {
    leverageMax: reader.u32(),
    rungs: {
      riskAtBps: reader.u32(),
      riskFactorBps: reader.u32(),
      exposureAtBps: reader.u32(),
      exposureFactorBps: reader.u32(),
    },
    hurdle: { feeBps: reader.u32(), slippageBps: reader.u32(), edgeMultipleBps: reader.u32() },
    marketLimits: {
      spreadMultipleBps: reader.u32(),
      volatilityMultipleBps: reader.u32(),
      priceCollarBps: reader.u32(),
      fxAgeBarsMax: reader.u32(),
    },
    orderLimits: { perMinuteMax: reader.u32(), perHourMax: reader.u32(), openMax: reader.u32() },
    killTriggers: {
      heartbeatGapMs: reader.i64(),
      reconnects: reader.u32(),
      reconnectWindowMs: reader.i64(),
      apiErrorBps: reader.u32(),
      apiCalls: reader.u32(),
      spreadMultipleBps: reader.u32(),
      volatilityMultipleBps: reader.u32(),
    },
    releasePersons: readPersons(reader),
  };
}
