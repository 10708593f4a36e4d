import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeRiskProfile, encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import {
  decodeStrategySettings,
  defaultEmaAtrSettings,
  defaultGovernedSettings,
  encodeStrategySettings,
  strategySettingsSchema,
} from "@ballast/core/strategy/settings";
import { GOVERNED_PARAMETERS, type ParameterTerms } from "@ballast/core/strategy/governed/parameters";
import { GOVERNED_STRATEGY_NAMES } from "@ballast/core/strategy/governed/kinds";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountFile } from "./account-file.ts";
import { ACCOUNT_FILE_BYTES_MAX, readAccountYaml, writeAccountYaml } from "./account-yaml.ts";
import { LIVE_EXAMPLE, PAPER_EXAMPLE } from "./example-account.ts";
import { decodeSetUp, encodeSetUp } from "./set-up.ts";

const EXAMPLES = fileURLToPath(new URL("../../../../../docs/examples/", import.meta.url));
const BTC = ["BTC/USD", "ETH/USD"];

/** The account as the database gives it back: each part through its stored bytes. */
function stored(file: AccountFile): AccountFile {
  return {
    ...file,
    profile: decodeRiskProfile(encodeRiskProfile(file.profile)),
    settings: decodeStrategySettings(encodeStrategySettings(file.settings)),
    setUp: decodeSetUp(encodeSetUp(file.setUp)),
  };
}

const admitted = (text: string): AccountFile => {
  const read = readAccountYaml(text);
  if (!read.isAdmitted) throw new Error(JSON.stringify(read.faults, null, 2));
  return read.file;
};

const parameterOf = ({ min, max, isInteger }: ParameterTerms): fc.Arbitrary<number> =>
  isInteger ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });

const governed = fc
  .record({
    strategies: fc.subarray([...GOVERNED_STRATEGY_NAMES], { minLength: 1 }),
    parameters: fc.record(Object.fromEntries(GOVERNED_PARAMETERS.map((terms) => [terms.name, parameterOf(terms)])), { requiredKeys: [] }),
  })
  .map((own) => strategySettingsSchema.parse({ ...defaultGovernedSettings(BTC), ...own }));
const emaAtr = fc
  .record({ fast: fc.integer({ min: 1, max: 99 }), atrMult: fc.double({ min: 0.1, max: 20, noNaN: true }), tp: fc.option(fc.constant(3)) })
  .map(({ fast, atrMult, tp }) =>
    strategySettingsSchema.parse({
      ...defaultEmaAtrSettings(BTC),
      fast,
      slow: 100,
      atrMult,
      tpMult: tp ?? undefined,
      timeframeMs: 900_000,
    }),
  );
const profile = fc
  .record({
    positionsMax: fc.integer({ min: 0, max: 30 }),
    percentBps: fc.integer({ min: 0, max: 2_500 }),
    units: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    topThreeBpsMax: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
    windows: fc.constantFrom([], [{ fromMinute: 0, toMinute: 1 }], [{ fromMinute: 1_439, toMinute: 10 }]),
    capped: fc.subarray(["BTC/USD", "ETH/USD"]),
  })
  .map(({ positionsMax, percentBps, units, topThreeBpsMax, windows, capped }) => ({
    ...BALANCED_PROFILE,
    positionsMax,
    topThreeBpsMax,
    minTradeUnits: units,
    clusterCap: { percentBps, absoluteUnits: units },
    pairCap: { percentBps: undefined, absoluteUnits: units },
    instrumentCaps: capped.map((symbol) => ({ symbol, cap: { percentBps, absoluteUnits: undefined } })),
    schedule: { windows, transitionMinutes: 5 },
  }));
const files: fc.Arbitrary<AccountFile> = fc
  .record({
    settings: fc.oneof(governed, emaAtr),
    profile,
    name: fc.stringMatching(/^[ -~äß€#:"'-]{0,40}x$/),
    bps: fc.double({ min: 0, max: 1_000, noNaN: true }),
  })
  .map(({ settings, profile: risk, name, bps }) => ({
    ...PAPER_EXAMPLE,
    name: name.trim(),
    settings,
    profile: risk,
    fees: { ...PAPER_EXAMPLE.fees, takerBps: bps },
  }));

describe("an account file", () => {
  test("round-trips whatever it states, and through the database's bytes to the same text", () => {
    fc.assert(
      fc.property(files, (file) => {
        const text = writeAccountYaml(file);
        const read = admitted(text);
        expect(writeAccountYaml(read)).toBe(text);
        expect(writeAccountYaml(stored(read))).toBe(text);
        expect(encodeRiskProfile(read.profile)).toEqual(encodeRiskProfile(file.profile));
        expect(encodeStrategySettings(read.settings)).toEqual(encodeStrategySettings(file.settings));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["paper.kraken.crypto.global.yaml", PAPER_EXAMPLE],
    ["live.kraken.crypto.global.yaml", LIVE_EXAMPLE],
  ])("that ships as %s is in the normal form, and admitted", (name, example) => {
    const text = readFileSync(`${EXAMPLES}${name}`, "utf8");
    expect(text).toBe(writeAccountYaml(example));
    expect(writeAccountYaml(stored(admitted(text)))).toBe(text);
  });

  test("says the same in another order and with comments of one's own", () => {
    const [head = "", ...rest] = writeAccountYaml(PAPER_EXAMPLE).split("\n\n");
    expect(writeAccountYaml(admitted([...rest.reverse(), "# mine", head].join("\n\n")))).toBe(writeAccountYaml(PAPER_EXAMPLE));
  });
});

const PAPER = writeAccountYaml(PAPER_EXAMPLE);
const LIVE = writeAccountYaml(LIVE_EXAMPLE);

describe("a bad account file", () => {
  test.each<[what: string, text: string, at: string, words: RegExp]>([
    ["an unknown member", PAPER.replace("apiTier:", "apiTeir:"), "apiTeir", /is not known here/],
    ["a missing member", PAPER.replace("apiTier: starter\n", ""), "apiTier", /is missing/],
    ["an unknown limit", PAPER.replace("positionsMax:", "positionsMx:"), "risk.positionsMx", /is not known here/],
    ["a limit past policy", PAPER.replace("positionsMax: 10", "positionsMax: 31"), "risk.positionsMax", /exceeds policy's 30/],
    ["a wrong type", PAPER.replace("isOn: true", 'isOn: "yes"'), "training.isOn", /"yes" is no boolean/],
    ["an amount as a number", PAPER.replace('starting: "10000"', "starting: 10000"), "balance.starting", /an amount is text/],
    ["an amount below nothing", PAPER.replace('starting: "10000"', 'starting: "-1"'), "balance.starting", /not an amount above 0/],
    ["a timeframe that there is not", PAPER.replace("timeframe: 1h", "timeframe: 2h"), "timeframe", /is not known/],
    ["a timeframe that the strategy can't have", PAPER.replace("timeframe: 1h", "timeframe: 15m"), "timeframe", /hourly bars/],
    ["a product twice", PAPER.replace("ETH/USD", "BTC/USD"), "products", /stands twice/],
    ["a window of no length", PAPER.replace("03:00-05:00", "03:00-03:00"), "downtime", /is empty/],
    ["a window in other words", PAPER.replace("03:00-05:00", "3 to 5"), "downtime.windows.0", /is written 03:00-05:00/],
    [
      "a parameter out of bounds",
      PAPER.replace("trendStopAtr: 2.5", "trendStopAtr: 99"),
      "strategy.parameters.trendStopAtr",
      /from 0.1 to 20/,
    ],
    [
      "a root of another scope",
      PAPER.replace("crypto/kraken_global", "crypto/kraken_eu"),
      "artifactRoot",
      /which is crypto\/kraken_global/,
    ],
    ["a live account that trains", LIVE.replace("isOn: false", "isOn: true"), "training.isOn", /never trains/],
    ["a live account of one person", LIVE.replace("persons: 2", "persons: 1"), "approval.persons", /second person/],
    ["a live account by paper's gates", LIVE.replace("gatePolicy: live", "gatePolicy: paper"), "gatePolicy", /must be live/],
    ["a key twice", `${PAPER}name: again\n`, `line ${PAPER.split("\n").length}`, /must be unique/],
    ["an anchor", PAPER.replace("name: Kraken", "name: &x Kraken"), "line 4", /the anchor &x/],
    ["an alias", PAPER.replace("market: archive", "market: *x"), "line 14", /alias/i],
    ["a tag", PAPER.replace("mode: paper", "mode: !!js/function paper"), "line 5", /the tag/],
    ["a tab", PAPER.replace("  venue", "\tvenue"), "line 10", /Tabs are not allowed/],
    ["two documents", `${PAPER}---\n${PAPER}`, `line ${PAPER.split("\n").length}`, /multiple documents/],
    ["no account at all", "- 1\n", "the file", /holds no account/],
    ["nothing", "", "the file", /holds no account/],
    ["a huge text", `${PAPER}#${"x".repeat(ACCOUNT_FILE_BYTES_MAX)}`, "the file", /bytes/],
    ["another form", PAPER.replace("account/1", "account/2"), "ballast", /account\/1/],
  ])("with %s is refused there", (_, text, at, words) => {
    const read = readAccountYaml(text);
    const fault = read.isAdmitted ? undefined : read.faults.find((told) => told.at === at);
    expect(fault, JSON.stringify(read)).toMatchObject({ at, what: expect.stringMatching(words), mend: expect.stringMatching(/./) });
  });

  test.each([
    ["brackets", "[".repeat(60_000)],
    ["sequences", "- ".repeat(30_000)],
    ["laughs", `a: &a [x, x]\n${Array.from({ length: 20 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? "a" : `b${n - 1}`}, *a]`).join("\n")}`],
  ])("of nested %s is refused and not built", (_, text) => {
    const read = readAccountYaml(text);
    expect(read.isAdmitted).toBe(false);
    expect(read.isAdmitted ? [] : read.faults).not.toHaveLength(0);
  });

  test("tells every fault at once", () => {
    const text = PAPER.replace("apiTier:", "apiTeir:").replace("positionsMax: 10", "positionsMax: many").replace("BTC/USD", "btc");
    const read = readAccountYaml(text);
    expect(read.isAdmitted ? [] : read.faults.map(({ at }) => at).sort()).toEqual([
      "apiTeir",
      "apiTier",
      "products.0",
      "risk.positionsMax",
    ]);
  });
});

test("the guarded preset is what the paper example states", () => {
  expect({ ...PAPER_EXAMPLE.profile, name: "guarded" }).toEqual(GUARDED_PROFILE);
});
