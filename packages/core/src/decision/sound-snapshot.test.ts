import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashSnapshot, sealSnapshot } from "../market/snapshot.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import type { AccountState } from "./account-state.ts";
import { FLAT, decideScene, kill } from "./decide-fixture.ts";
import type { DecideInput } from "./decide-types.ts";
import { makeWeigh } from "./make-decide.ts";
import { soundSnapshots } from "./sound-snapshot.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const { decide, ENTRY, inputAt, longAccount } = decideScene(sha256);

describe("a feature that is no number", () => {
  /** The entries' close with one feature of one instrument otherwise. */
  function brokenInput(value: number, account: AccountState = FLAT, change: Partial<DecideInput> = {}): DecideInput {
    const input = inputAt(ENTRY, account, change);
    const { snapshot } = input.snapshot;
    const instruments = snapshot.instruments.map((instrument) =>
      instrument.symbol === "BTC/USD"
        ? { symbol: instrument.symbol, bar: instrument.bar, features: instrument.features.map((old, at) => (at === 0 ? value : old)) }
        : instrument,
    );
    return { ...input, snapshot: { ...input.snapshot, snapshot: { ...snapshot, instruments } } };
  }
  const name = inputAt(ENTRY).snapshot.snapshot.featureNames[0] ?? "";
  const facts = [
    ["feature", name],
    ["value", "NaN"],
  ];

  it("is refused by its instrument and its name, and keeps the others from nothing", () => {
    const input = brokenInput(Number.NaN);
    const { output } = decide(input);
    expect(output.refusals).toContainEqual({ check: "snapshot", code: "FEATURE_NOT_FINITE", symbol: "BTC/USD", facts });
    expect(output.reasonCodes).toContain("FEATURE_NOT_FINITE");
    expect(output.intents.map(({ symbol }) => symbol)).toEqual(["ADA/USD"]);
    expect(makeWeigh({ sha256 })(input)).toMatchObject({ refusals: output.refusals, intents: output.intents });
  });

  it.each([Infinity, -Infinity])("is %s too", (value) => {
    expect(decide(brokenInput(value)).output.refusals.map(({ code, symbol }) => `${code} ${symbol}`)).toContain(
      "FEATURE_NOT_FINITE BTC/USD",
    );
  });

  it("does not keep a kill switch from selling its instrument", () => {
    const { output } = decide(brokenInput(Number.NaN, longAccount(), { kills: [kill("flatten")] }));
    expect(output.intents.map(({ symbol, reason }) => `${symbol} ${reason}`)).toContain("BTC/USD KILL_FLATTEN");
    expect(output.refusals.map(({ code }) => code)).toContain("FEATURE_NOT_FINITE");
  });

  it("in a bar leaves its instrument without one: it buys nothing, and nothing is thrown", () => {
    const input = brokenInput(1);
    const { snapshot } = input.snapshot;
    const instruments = snapshot.instruments.map((instrument) =>
      instrument.bar === undefined || instrument.symbol !== "BTC/USD"
        ? instrument
        : { ...instrument, bar: { ...instrument.bar, close: Number.NaN } },
    );
    const { output } = decide({ ...input, snapshot: { ...input.snapshot, snapshot: { ...snapshot, instruments } } });
    const ofBar = [
      ["feature", "close"],
      ["value", "NaN"],
    ];
    expect(output.refusals).toContainEqual({ check: "snapshot", code: "FEATURE_NOT_FINITE", symbol: "BTC/USD", facts: ofBar });
    expect(output.intents.map(({ symbol }) => symbol)).not.toContain("BTC/USD");
  });

  it("among the market's values is refused, and none of them is read", () => {
    const { snapshot } = inputAt(ENTRY).snapshot;
    const market = { names: ["breadth:24", "regime"], values: [0.5, Number.NaN] };
    const sound = soundSnapshots()({ ...snapshot, market, correlationsBps: new Int16Array(1) });
    expect(sound.snapshot.market?.values).toEqual([undefined, undefined]);
    const ofMarket = [
      ["feature", "regime"],
      ["value", "NaN"],
    ];
    expect(sound.refusals).toEqual([{ check: "snapshot", code: "FEATURE_NOT_FINITE", symbol: "market", facts: ofMarket }]);
  });

  it("is never sealed: the refusal has a code, the instrument and the feature", () => {
    const { snapshot } = brokenInput(Number.NaN).snapshot;
    const refused = expect.objectContaining({ code: "FEATURE_NOT_FINITE", symbol: "BTC/USD", facts });
    expect(() => sealSnapshot(sha256, snapshot)).toThrow(refused);
    expect(() => hashSnapshot(sha256, new CanonicalWriter(), snapshot)).toThrow(refused);
  });
});
