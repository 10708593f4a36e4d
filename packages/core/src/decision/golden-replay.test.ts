import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decodeInstruments, encodeInstruments } from "../market/instrument.ts";
import { decodeSnapshot } from "../market/snapshot.ts";
import { toHex } from "../numeric/hash.ts";
import { decodeRiskProfile, encodeRiskProfile } from "../risk/profile-codec.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { decodeStrategySettings, encodeStrategySettings, strategySettingsSchema } from "../strategy/settings.ts";
import { decodeAccountState, encodeAccountState, type AccountState } from "./account-state.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import { makeDecide } from "./make-decide.ts";
import type { ReceiptRow } from "./receipt.ts";
import { coinInstrument, stepsOf, syntheticBars, walkAll } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

const INSTRUMENTS = ["BTC", "ETH"].map(coinInstrument);
const settings = strategySettingsSchema.parse({
  kind: "ema-atr",
  fast: 3,
  slow: 8,
  atr: 5,
  atrMult: 1.5,
  timeframeMs: 3_600_000,
  instruments: INSTRUMENTS.map(({ symbol }) => symbol),
});
const series = new Map(
  INSTRUMENTS.map(({ symbol }) => [symbol, syntheticBars(sha256, { name: symbol, length: 300, startMs: 1_700_006_400_000 })]),
);
const steps = stepsOf(sha256, series, settings);
/** A total cap that holds one position and no second, so that refusals are among the receipts. */
const PROFILE = { ...GUARDED_PROFILE, totalCap: { percentBps: 220, absoluteUnits: undefined } };
const terms = {
  sha256,
  settings,
  profile: PROFILE,
  instruments: INSTRUMENTS,
  startingUnits: 1_000_000_000_000n,
  takerFeeBps: 26,
  slippageBps: 5,
};
const walked = walkAll(terms, steps);
const receipts = walked.slots.map(({ receipt }) => receipt);

/** The input of a receipt from stored bytes alone, decided again by another maker. */
function replay(
  receipt: ReceiptRow,
  stored: { readonly states: ReadonlyMap<string, AccountState>; readonly snapshots: ReadonlyMap<string, Uint8Array> },
) {
  const body = decodeReceiptBody(receipt.body);
  const account = stored.states.get(toHex(receipt.stateBefore));
  const bytes = stored.snapshots.get(toHex(receipt.snapshotHash));
  if (account === undefined || bytes === undefined) throw new Error(`receipt ${receipt.receiptSeq} refers to nothing that is stored`);
  return makeDecide({ sha256 })({
    slot: receipt.slot,
    nowMs: body.nowMs,
    mode: body.mode,
    snapshot: { snapshot: decodeSnapshot(bytes), bytes, hash: sha256(bytes) },
    account: { value: decodeAccountState(encodeAccountState(account)), hash: receipt.stateBefore },
    profile: { value: decodeRiskProfile(encodeRiskProfile(PROFILE)), hash: body.profileHash },
    settings: { value: decodeStrategySettings(encodeStrategySettings(settings)), hash: body.settingsHash },
    instruments: { value: decodeInstruments(encodeInstruments(INSTRUMENTS)), hash: body.instrumentsHash },
    kills: body.kills,
    predictions: body.predictions,
    active: body.active,
    costs: body.costs ?? { feeBps: 0, slippageBps: 0 },
    isFenceHeld: body.isFenceHeld,
  });
}

describe("golden replay", () => {
  it("ends in these hashes: another hash is another decision, and needs a reason in its commit", () => {
    const counts = new Map<string, number>();
    for (const { outcome } of receipts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toMatchInlineSnapshot(`
      {
        "INTENTS": 31,
        "NO_TRADE": 235,
        "REFUSED": 8,
        "SKIPPED": 26,
      }
    `);
    expect(toHex(receipts.at(0)?.hash ?? new Uint8Array())).toMatchInlineSnapshot(
      `"ba87b8af5bc37b1313055bba928b5a2c3fd2ee5ec43205bb6c570cca8f11645a"`,
    );
    expect(toHex(receipts.at(-1)?.hash ?? new Uint8Array())).toMatchInlineSnapshot(
      `"a42b9f86861d0f0b8fdb6ef96d24213775e833b7ee41e111119e8b7e4fcc4d44"`,
    );
    expect(toHex(walked.ended.heads.ledgerHash)).toMatchInlineSnapshot(
      `"7d35b308ee3bfe9eff82e1b68e7a503d0bafa71f539361e568c21e7d05b09d31"`,
    );
    expect(toHex(sha256(encodeAccountState(walked.ended.state)))).toMatchInlineSnapshot(
      `"e366542d93559fe95e4599daf3f4ed1a319efae72412d4375f7bfcccb20526c7"`,
    );
  });

  it("decides every receipt again from stored bytes, byte for byte", () => {
    const states = new Map(walked.slots.map(({ settled }) => [toHex(sha256(encodeAccountState(settled))), settled]));
    const snapshots = new Map(steps.map(({ snapshot }) => [toHex(snapshot.hash), snapshot.bytes]));
    for (const receipt of receipts) {
      const again = replay(receipt, { states, snapshots });
      expect(again.inputHash).toEqual(receipt.inputHash);
      expect(again.outputHash).toEqual(receipt.outputHash);
      expect(again.body).toEqual(receipt.body);
      expect(again.account.hash).toEqual(receipt.stateAfter);
    }
    expect(receipts.length).toBeGreaterThan(200);
  });
});
