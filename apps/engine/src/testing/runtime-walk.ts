import { encodeAccountState } from "@ballast/core/decision/account-state";
import type { ReceiptRow } from "@ballast/core/decision/receipt";
import { openBook } from "@ballast/core/decision/open-book";
import { coinInstrument, syntheticBars, walkOf } from "@ballast/core/decision/walk-fixture";
import { walkSlot, type WalkedBook, type WalkStep } from "@ballast/core/decision/walk-book";
import { encodeInstruments } from "@ballast/core/market/instrument";
import { sealSnapshot } from "@ballast/core/market/snapshot";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { HASH_BYTES, toHex, type Sha256 } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { BALANCED_PROFILE } from "@ballast/core/risk/profile-presets";
import {
  defaultGovernedSettings,
  encodeStrategySettings,
  strategySettingsSchema,
  type StrategySettings,
} from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { replayNowOf } from "@ballast/core/time/clock";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { LineageFeatures } from "../marketdata/lineage-features.ts";

/** Long enough for the longest feature to be warm, and for some hundred decisions behind it. */
const HOURS = 1_500;
const START_MS = 1_700_006_400_000;
const STARTING_UNITS = 10_000_00000000n;
const INSTRUMENTS = ["BTC", "ETH", "SOL"].map(coinInstrument);
const SYMBOLS = INSTRUMENTS.map(({ symbol }) => symbol);

/** Crosses every few hours; the governed strategies beside it read features, regimes and campaigns. */
const BRISK = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 3, slow: 8, atr: 5, atrMult: 1.5 },
  ...{ timeframeMs: HOUR_MS, instruments: SYMBOLS },
});
const STRATEGIES: readonly StrategySettings[] = [BRISK, defaultGovernedSettings(SYMBOLS)];

type RuntimeSlot = {
  readonly receipt: ReceiptRow;
  readonly settings: Uint8Array;
  readonly snapshot: Uint8Array;
  readonly state: Uint8Array;
};

/** Accounts from bars to receipts, with all that their receipts name. */
export type RuntimeWalk = {
  readonly profile: Uint8Array;
  readonly instruments: Uint8Array;
  readonly slots: readonly RuntimeSlot[];
  /** One hash over every snapshot, receipt and state. */
  readonly digest: string;
};

type RuntimeStep = { readonly step: WalkStep; readonly bytes: Uint8Array };

function stepsOf(sha256: Sha256): RuntimeStep[] {
  const needs = STRATEGIES.map((settings) => lineageNeedsOf(settings, "governed"));
  const featureNames = [...new Set(needs.flatMap((need) => need.featureNames))].sort();
  const marketFeatureNames = needs.flatMap(({ marketValueNames }) => marketValueNames);
  const head = { lineageId: "runtime", isSynthetic: true, timeframeMs: HOUR_MS, originMs: START_MS, featureNames };
  const features = new LineageFeatures({ ...head, id: "runtime", source: "runtime", universe: SYMBOLS, marketFeatureNames });
  const bars = SYMBOLS.map(
    (name) => new Map(syntheticBars(sha256, { name, length: HOURS, startMs: START_MS }).map((bar) => [bar.tsMs, bar])),
  );
  let previousHash: Uint8Array = new Uint8Array(HASH_BYTES);
  return Array.from({ length: HOURS }, (_, hour) => {
    const openMs = START_MS + hour * HOUR_MS;
    const closeMs = openMs + HOUR_MS;
    const content = features.close(
      openMs,
      bars.map((series) => series.get(openMs)),
    );
    const sealed = sealSnapshot(sha256, { ...head, closeMs, previousHash, capabilities: ["bars"], ...content });
    previousHash = sealed.hash;
    const nextOpens = new Map(
      SYMBOLS.flatMap((symbol, index) => {
        const next = bars[index]?.get(closeMs);
        return next === undefined ? [] : [[symbol, next.open] as const];
      }),
    );
    return { step: { snapshot: sealed, nextOpens, nowMs: replayNowOf(closeMs), kills: [] }, bytes: sealed.bytes };
  });
}

function walkSlots(
  sha256: Sha256,
  settings: StrategySettings,
  of: { readonly steps: readonly RuntimeStep[]; readonly digest: CanonicalWriter },
): RuntimeSlot[] {
  const terms = { sha256, settings, profile: BALANCED_PROFILE, instruments: INSTRUMENTS };
  const walk = walkOf({ ...terms, startingUnits: STARTING_UNITS, takerFeeBps: 26, slippageBps: 5 });
  const slots: RuntimeSlot[] = [];
  let book: WalkedBook = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: START_MS });
  for (const { step, bytes } of of.steps) {
    const walked = walkSlot(walk, step, book);
    book = walked;
    of.digest.bytes(step.snapshot.hash).bytes(sha256(encodeAccountState(walked.state)));
    of.digest.bytes(walked.receipt.hash);
    const state = encodeAccountState(walked.settled);
    slots.push({ receipt: walked.receipt, settings: encodeStrategySettings(settings), snapshot: bytes, state });
  }
  return slots;
}

/** Walks them, on whatever runtime this is. */
export function walkRuntime(sha256: Sha256): RuntimeWalk {
  const digest = new CanonicalWriter();
  const steps = stepsOf(sha256);
  const slots = STRATEGIES.flatMap((settings) => walkSlots(sha256, settings, { steps, digest }));
  const contents = { profile: encodeRiskProfile(BALANCED_PROFILE), instruments: encodeInstruments(INSTRUMENTS) };
  return { ...contents, slots, digest: toHex(sha256(digest.finish())) };
}
