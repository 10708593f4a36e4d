import { describe, expect, it } from "vitest";
import { passGate } from "../gate.ts";
import { askedOf, ENTRY_INPUT, EXIT_INPUT, USD, verdictOf } from "../gate-fixture.ts";
import { pairCapCheck, positionsCheck, quoteCapCheck, totalCapCheck } from "./exposure.ts";

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ symbol: `C${index}/USD`, exposureUnits: 0n }));

describe("pair cap", () => {
  it("admits 5 % of portfolio value and not a unit more", () => {
    expect(verdictOf(ENTRY_INPUT, { account: { pairExposureUnits: 100n * USD } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { account: { pairExposureUnits: 100n * USD + 1n } })).toBe("pair_cap: PAIR_CAP_EXCEEDED");
  });

  it("binds by the lower of percent and amount, and by the pair's own cap", () => {
    const own = { symbol: "BTC/USD", cap: { percentBps: 499, absoluteUnits: undefined } };
    expect(verdictOf(ENTRY_INPUT, { profile: { pairCap: { percentBps: 500, absoluteUnits: 499n * USD } } })).toBe(
      "pair_cap: PAIR_CAP_EXCEEDED",
    );
    expect(verdictOf(ENTRY_INPUT, { profile: { instrumentCaps: [own] } })).toBe("pair_cap: PAIR_CAP_EXCEEDED");
    expect(verdictOf(ENTRY_INPUT, { profile: { instrumentCaps: [{ ...own, symbol: "ETH/USD" }] } })).toBe("pass");
    expect(
      verdictOf(ENTRY_INPUT, {
        profile: { instrumentCaps: [{ ...own, cap: { percentBps: 9_000, absoluteUnits: undefined } }] },
        account: { pairExposureUnits: 101n * USD },
      }),
    ).toBe("pair_cap: PAIR_CAP_EXCEEDED");
  });

  it("refuses while portfolio value, exposure or the order's value is not known", () => {
    expect(askedOf(pairCapCheck, { account: { equityUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(pairCapCheck, { account: { pairExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(pairCapCheck, { order: { notionalBaseUnits: undefined } })).toBe("RATE_MISSING");
  });
});

describe("quote cap", () => {
  const profile = { quoteCaps: [{ asset: "USD", cap: { percentBps: 1_000, absoluteUnits: undefined } }] };

  it("admits what the cap of the quote allows and not a unit more", () => {
    expect(verdictOf(ENTRY_INPUT, { profile })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { profile, account: { quoteExposureUnits: 600n * USD + 1n } })).toBe("quote_cap: QUOTE_CAP_EXCEEDED");
  });

  it("has nothing to look at without a cap of this quote, and refuses what is not known", () => {
    expect(quoteCapCheck.examine({ ...ENTRY_INPUT, profile: { ...ENTRY_INPUT.profile, quoteCaps: [] } })).toMatchObject({
      verdict: "not_applicable",
    });
    expect(verdictOf(ENTRY_INPUT, { profile, account: { quoteExposureUnits: undefined } })).toBe("quote_cap: RATE_MISSING");
    expect(verdictOf(ENTRY_INPUT, { profile, account: { equityQuoteUnits: undefined } })).toBe("quote_cap: RATE_MISSING");
    expect(quoteCapCheck.examine({ ...ENTRY_INPUT, instrument: undefined })).toMatchObject({
      verdict: "refused",
      code: "INSTRUMENT_UNKNOWN",
    });
  });
});

describe("total cap", () => {
  const account = { quoteExposureUnits: 0n };

  it("admits 20 % of portfolio value and not a unit more", () => {
    expect(verdictOf(ENTRY_INPUT, { account: { ...account, totalExposureUnits: 1_600n * USD } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { account: { ...account, totalExposureUnits: 1_600n * USD + 1n } })).toBe(
      "total_cap: TOTAL_CAP_EXCEEDED",
    );
  });

  it("says by how much: 23.4 % where the limit is 20 %", () => {
    const { refusal } = passGate({ ...ENTRY_INPUT, account: { ...ENTRY_INPUT.account, ...account, totalExposureUnits: 1_940n * USD } });
    expect(refusal?.facts).toEqual([
      ["wouldBePercent", "23.4"],
      ["limitPercent", "20"],
      ["wouldBe", "2340"],
      ["limit", "2000"],
    ]);
  });

  it("has nothing to look at without a cap, and refuses what is not known", () => {
    const totalCap = { percentBps: undefined, absoluteUnits: undefined };
    expect(totalCapCheck.examine({ ...ENTRY_INPUT, profile: { ...ENTRY_INPUT.profile, totalCap } })).toMatchObject({
      verdict: "not_applicable",
    });
    expect(verdictOf(ENTRY_INPUT, { account: { totalExposureUnits: undefined } })).toBe("total_cap: RATE_MISSING");
  });
});

describe("positions", () => {
  it("admits the tenth position and not the eleventh", () => {
    expect(verdictOf(ENTRY_INPUT, { account: { others: many(9) } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { account: { others: many(10) } })).toBe("positions: POSITIONS_EXCEEDED");
  });

  it("refuses where it is not known how many are held", () => {
    expect(askedOf(positionsCheck, { account: { others: undefined } })).toBe("POSITIONS_UNKNOWN");
  });
});

describe("exposure checks", () => {
  it("ask nothing of what lowers exposure", () => {
    const unknown = {
      equityUnits: undefined,
      pairExposureUnits: undefined,
      totalExposureUnits: undefined,
      quoteExposureUnits: undefined,
      others: many(99),
    };
    expect(verdictOf(EXIT_INPUT, { account: unknown })).toBe("pass");
  });
});
