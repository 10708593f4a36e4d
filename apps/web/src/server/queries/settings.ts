import { decodeStrategySettings } from "@ballast/core/strategy/settings";

/** Instruments that stored strategy settings trade. */
export function instrumentsOfSettings(body: Uint8Array): readonly string[] {
  return decodeStrategySettings(body).instruments;
}
