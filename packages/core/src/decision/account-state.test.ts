import { describe, expect, it } from "vitest";
import { decodeAccountState, encodeAccountState, openAccountState } from "./account-state.ts";

const OPENED = openAccountState({ baseCurrency: "USD", startingUnits: 1_000_000_000_000n });

/** OPENED as the second version wrote it: a ladder and campaigns, and nothing of orders that are no longer open or of the last equity. */
const SECOND_VERSION =
  "0d0000006163636f756e742d7374617465020000000300000055534401000000030000005553440d00000031303030303030303030303030" +
  "01000000300000000000000000000d000000313030303030303030303030300000000000000000" +
  "0d000000313030303030303030303030300000000000000100000000000000010000000000000001000000000000000100000000000000";

/** OPENED as the third version wrote it: recent orders, and nothing of the last equity. */
const THIRD_VERSION = SECOND_VERSION.replace("737461746502000000", "737461746503000000").replace(
  "0d000000313030303030303030303030300000000000000000",
  "000000000d000000313030303030303030303030300000000000000000",
);

/** Of the last equity nothing is known. */
const EARLIER = { ...OPENED, ladder: { ...OPENED.ladder, lastEquityUnits: undefined } };

describe("an account's state", () => {
  it("reads back from its bytes, with the times of the last hour's orders", () => {
    for (const state of [{ ...OPENED, recentOrdersMs: [1_000, 1_000, 2_000] }, EARLIER])
      expect(decodeAccountState(encodeAccountState(state))).toEqual(state);
  });

  it("is read in the form of earlier versions, of which neither recent orders nor the last equity are known", () => {
    for (const bytes of [SECOND_VERSION, THIRD_VERSION]) expect(decodeAccountState(Buffer.from(bytes, "hex"))).toEqual(EARLIER);
  });

  it.each([0, 5])("is refused in a version that nobody wrote: %i", (version) => {
    const bytes = encodeAccountState(OPENED);
    bytes[17] = version;
    expect(() => decodeAccountState(bytes)).toThrow(/not an account state of version 4/);
  });
});
