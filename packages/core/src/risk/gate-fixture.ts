/** What tests of the gate share: an entry, an exit and a protection that pass every check, to be spoilt one fact at a time. */
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import type { Check } from "./checks/check.ts";
import { UNDECLARED } from "./declared.ts";
import type { GateAccount, GateInput, GateMarket, GateOrder, GateTraffic } from "./gate-input.ts";
import { passGate } from "./gate.ts";
import type { LadderState } from "./ladder.ts";
import { GUARDED_PROFILE } from "./profile-presets.ts";
import type { RiskProfile } from "./profile.ts";

/** 12:00 UTC of a day: hours from the downtime window. */
export const NOON_MS = 1_700_006_400_000 - (1_700_006_400_000 % 86_400_000) + 43_200_000;
export const USD = 100_000_000n;
export const BTC = 1_000_000_000_000n;
const PRICE_UNIT = 1_000_000_000_000n;

export const INSTRUMENT: Instrument = {
  symbol: "BTC/USD",
  venueSymbol: "XBTUSD",
  base: assetOf("BTC"),
  quote: assetOf("USD"),
  tickUnits: PRICE_UNIT / 10n,
  lotUnits: 10_000n,
  quantityMinUnits: BTC / 10_000n,
  notionalMinUnits: USD / 2n,
  status: "online",
};

/** 0.02 BTC at 20,000: 400 USD of an account of 10,000, with 100 of the pair and 600 in all held already. */
const ORDER: GateOrder = {
  symbol: "BTC/USD",
  side: "buy",
  kind: "market",
  purpose: "entry",
  quantity: BTC / 50n,
  priceUnits: 20_000n * PRICE_UNIT,
  notionalUnits: 400n * USD,
  notionalBaseUnits: 400n * USD,
  costUnits: 408n * USD,
  triggerUnits: undefined,
  stopOffsetUnits: 500n * PRICE_UNIT,
  edgeRateUnits: 25_000_000_000n,
};

const ACCOUNT: GateAccount = {
  equityUnits: 10_000n * USD,
  equityQuoteUnits: 10_000n * USD,
  freeQuoteUnits: 9_000n * USD,
  freeBaseUnits: BTC / 50n,
  positionQuantity: BTC / 50n,
  others: [
    { symbol: "ADA/USD", exposureUnits: 200n * USD },
    { symbol: "ETH/USD", exposureUnits: 200n * USD },
    { symbol: "SOL/USD", exposureUnits: 100n * USD },
  ],
  pairExposureUnits: 100n * USD,
  totalExposureUnits: 600n * USD,
  quoteExposureUnits: 600n * USD,
};

/** A market that offers everything: calm, liquid, and nothing in it moves with anything else. */
const MARKET: GateMarket = {
  referenceUnits: 20_000n * PRICE_UNIT,
  rateAgeBars: 0,
  spread: { rateUnits: 500_000_000n, medianRateUnits: 400_000_000n },
  spreadWidening: 1.25,
  volatility: { hourReturn: -0.0078125, monthStdev: 0.0078125 },
  correlationBps: () => 0,
};

const TRAFFIC: GateTraffic = { lastMinute: 1, lastHour: 2, open: 3, hasSameId: false, pendingEntries: 0 };

/** Of an account that stands where it began. */
export const LADDER: LadderState = {
  highWaterUnits: 10_000n * USD,
  dayStartMs: NOON_MS - 43_200_000,
  dayOpenUnits: 10_000n * USD,
  lastEquityUnits: 10_000n * USD,
  rung: 0,
  haltedBy: undefined,
};

/** A hash that stands for what was approved. */
export const ACTIVE_HASH = new Uint8Array(32).fill(7);

export const ENTRY_INPUT: GateInput = {
  mode: "paper",
  nowMs: NOON_MS + 2_000,
  dueMs: NOON_MS,
  profile: GUARDED_PROFILE,
  kills: [],
  isFenceHeld: true,
  isBlockedByUnknown: false,
  snapshot: { closeMs: NOON_MS, capabilities: ["bars"], hasBar: true },
  instrument: INSTRUMENT,
  order: ORDER,
  account: ACCOUNT,
  previousMs: NOON_MS - 3_600_000,
  versions: {
    profile: { decided: ACTIVE_HASH, active: ACTIVE_HASH },
    settings: { decided: ACTIVE_HASH, active: ACTIVE_HASH },
  },
  model: { kind: "rules" },
  readiness: undefined,
  market: MARKET,
  traffic: TRAFFIC,
  costs: { feeRateUnits: 2_600_000_000n, slippageRateUnits: 500_000_000n },
  ladder: LADDER,
};

/** The same entry in live, with all that live asks for. */
export const LIVE_INPUT: GateInput = {
  ...ENTRY_INPUT,
  mode: "live",
  snapshot: { closeMs: NOON_MS, capabilities: ["bars", "trades", "quotes", "book", "feed_health"], hasBar: true },
  readiness: { isReady: true, allocationUnits: 1_000n * USD },
};

/** A market of bars alone, as archives and the synthetic one are. */
export const BARS_ALONE: GateMarket = {
  ...MARKET,
  referenceUnits: UNDECLARED,
  spread: UNDECLARED,
  spreadWidening: UNDECLARED,
  volatility: UNDECLARED,
  correlationBps: UNDECLARED,
};

export const EXIT_INPUT: GateInput = {
  ...ENTRY_INPUT,
  order: { ...ORDER, side: "sell", purpose: "exit", stopOffsetUnits: undefined, costUnits: undefined },
};

export const PROTECTION_INPUT: GateInput = {
  ...EXIT_INPUT,
  order: { ...EXIT_INPUT.order, purpose: "protection", kind: "stop-loss", triggerUnits: 19_500n * PRICE_UNIT },
};

/** An input with some of its facts replaced. */
export type Spoilt = Partial<Omit<GateInput, "order" | "account" | "profile" | "market">> & {
  readonly order?: Partial<GateOrder>;
  readonly account?: Partial<GateAccount>;
  readonly profile?: Partial<RiskProfile>;
  readonly market?: Partial<GateMarket>;
};

/** An input with some of its facts replaced, each group by group. */
export function spoil(input: GateInput, { order, account, profile, market, ...rest }: Spoilt): GateInput {
  return {
    ...input,
    ...rest,
    order: { ...input.order, ...order },
    account: { ...input.account, ...account },
    profile: { ...input.profile, ...profile },
    market: { ...input.market, ...market },
  };
}

/** What one check says by itself, asked before any other: `pass`, `not_applicable` or its code. */
export function askedOf({ examine }: Check, spoilt: Spoilt = {}, input: GateInput = ENTRY_INPUT): string {
  const verdict = examine(spoil(input, spoilt));
  return verdict.verdict === "refused" ? verdict.code : verdict.verdict;
}

/** What the gate says of an input with some facts replaced: `check: CODE`, or `pass`. */
export function verdictOf(input: GateInput, spoilt: Spoilt = {}): string {
  const { refusal } = passGate(spoil(input, spoilt));
  return refusal === undefined ? "pass" : `${refusal.check}: ${refusal.code}`;
}
