import type { Instrument } from "@ballast/core/market/instrument";

/**
 * The instrument table of the reference strategy: it knows no tick, lot or minimum, and may be run
 * on any history, also of pairs that the venue does not list.
 */
export function withoutSteps(instruments: readonly Instrument[]): Instrument[] {
  return instruments.map((instrument) => ({
    ...instrument,
    tickUnits: 0n,
    lotUnits: 0n,
    quantityMinUnits: 0n,
    notionalMinUnits: 0n,
    status: "online",
  }));
}
