import type { Instrument } from "../market/instrument.ts";

/**
 * The instrument as reference runs trade it: no tick, no lot, no minimum, always online, because the
 * program that they are compared with knows none of these.
 */
export function asReferenceInstrument(instrument: Instrument): Instrument {
  return { ...instrument, tickUnits: 0n, lotUnits: 0n, quantityMinUnits: 0n, notionalMinUnits: 0n, status: "online" };
}
