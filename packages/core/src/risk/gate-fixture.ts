/** What tests of the gate share: an entry, an exit and a protection that pass every check, to be spoilt one fact at a time. */
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import type { GateAccount, GateInput, GateOrder } from "./gate-input.ts";
import { passGate } from "./gate.ts";
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
};

const ACCOUNT: GateAccount = {
  equityUnits: 10_000n * USD,
  equityQuoteUnits: 10_000n * USD,
  freeQuoteUnits: 9_000n * USD,
  freeBaseUnits: BTC / 50n,
  positionQuantity: BTC / 50n,
  otherPositions: 3,
  pairExposureUnits: 100n * USD,
  totalExposureUnits: 600n * USD,
  quoteExposureUnits: 600n * USD,
};

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
export type Spoilt = Partial<Omit<GateInput, "order" | "account" | "profile">> & {
  readonly order?: Partial<GateOrder>;
  readonly account?: Partial<GateAccount>;
  readonly profile?: Partial<RiskProfile>;
};

/** What the gate says of an input with some facts replaced: `check: CODE`, or `pass`. */
export function verdictOf(input: GateInput, spoilt: Spoilt = {}): string {
  const { order, account, profile, ...rest } = spoilt;
  const { refusal } = passGate({
    ...input,
    ...rest,
    order: { ...input.order, ...order },
    account: { ...input.account, ...account },
    profile: { ...input.profile, ...profile },
  });
  return refusal === undefined ? "pass" : `${refusal.check}: ${refusal.code}`;
}
