import { asReferenceInstrument } from "@ballast/core/execution/reference-venue";
import type { Instrument } from "@ballast/core/market/instrument";

/** The instrument table of the reference strategy, which may be run on any history, also of pairs that the venue does not list. */
export function withoutSteps(instruments: readonly Instrument[]): Instrument[] {
  return instruments.map(asReferenceInstrument);
}
