import type { Instrument } from "../market/instrument.ts";
import type { Capability } from "../market/snapshot.ts";
import type { CorrelationOf } from "./clusters.ts";
import type { Declared } from "./declared.ts";
import type { LadderState } from "./ladder.ts";
import type { HourVolatility, Spread } from "./market-strain.ts";
import type { OrderSide, OrderKind, OrderPurpose } from "./order-terms.ts";
import type { RiskProfile } from "./profile.ts";

/** A kill switch in force that covers this account, as far as the gate needs it. */
export type GateKill = {
  readonly scope: "all" | "workspace" | "account" | "instrument" | "model";
  readonly subject: string;
  readonly verb: "block_entries" | "reduce_only" | "cancel" | "flatten";
};

/** The order in question. Amounts are estimates at the price that was decided on. */
export type GateOrder = {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  readonly purpose: OrderPurpose;
  readonly quantity: bigint;
  /** Price that its size was reckoned at, at PRICE_SCALE. */
  readonly priceUnits: bigint | undefined;
  /** Notional in quote units. */
  readonly notionalUnits: bigint | undefined;
  /** Notional in the account's base currency; undefined where no rate stands. */
  readonly notionalBaseUnits: bigint | undefined;
  /** Quote that a buy reserves, fee included. */
  readonly costUnits: bigint | undefined;
  readonly triggerUnits: bigint | undefined;
  readonly stopOffsetUnits: bigint | undefined;
  /** Move that its strategy expects in its favour, a part of the price at RATE_SCALE: of rules, multiple × ATR ÷ price (STR5). */
  readonly edgeRateUnits: bigint | undefined;
};

/** Another position of the account, held or on its way, with what it is worth in the base currency. */
export type OtherPosition = { readonly symbol: string; readonly exposureUnits: bigint | undefined };

/** The account as it stands after the orders decided before this one; undefined is not known. */
export type GateAccount = {
  /** Portfolio value in the base currency. */
  readonly equityUnits: bigint | undefined;
  /** The same value in the order's quote. */
  readonly equityQuoteUnits: bigint | undefined;
  readonly freeQuoteUnits: bigint | undefined;
  /** Base units that this order may sell: free ones and what rests in this position's own protection. */
  readonly freeBaseUnits: bigint | undefined;
  readonly positionQuantity: bigint;
  /** Positions held or on their way in other instruments than this order's. */
  readonly others: readonly OtherPosition[] | undefined;
  /** Exposure in the base currency, pending entries included: of this pair, and in all. */
  readonly pairExposureUnits: bigint | undefined;
  readonly totalExposureUnits: bigint | undefined;
  /** Exposure against this order's quote, in quote units. */
  readonly quoteExposureUnits: bigint | undefined;
};

/** What a market offers beside its bars, at the close that is decided on. */
export type GateMarket = {
  /** A price at PRICE_SCALE that the order was not priced by: the best ask where quotes are declared. Bars have no other than the close. */
  readonly referenceUnits: Declared<bigint>;
  /** Bars since the rate between the order's quote and the base currency was made; one asset needs none. */
  readonly rateAgeBars: number | "same_asset" | undefined;
  readonly spread: Declared<Spread>;
  /** Estimated widening (FEA1), judged in the place of the spread where no quotes are declared. */
  readonly spreadWidening: Declared<number>;
  readonly volatility: Declared<HourVolatility>;
  readonly correlationBps: Declared<CorrelationOf>;
};

/** Orders of the account, this one not counted. */
export type GateTraffic = {
  /** Sent, or decided to be, in the last minute and hour of the run's clock. */
  readonly lastMinute: number;
  readonly lastHour: number;
  /** Open at the venue or on their way there. */
  readonly open: number;
  /** An order of this very id stands already. */
  readonly hasSameId: boolean;
  /** Open entries of this order's instrument. */
  readonly pendingEntries: number;
};

/** What a trade costs a side at RATE_SCALE: the account's own fee tier and the slippage measured or modelled for it. */
export type GateCosts = { readonly feeRateUnits: bigint; readonly slippageRateUnits: bigint };

/** A hash that decides and the one that the account's people approved; undefined is not known. */
export type GateVersion = { readonly decided: Uint8Array; readonly active: Uint8Array | undefined };
export type GateVersions = { readonly profile: GateVersion; readonly settings: GateVersion };

/** What decided: rules alone, or a loaded model that is approved or is not. */
export type GateModel = { readonly kind: "rules" } | { readonly kind: "model"; readonly id: string; readonly isApproved: boolean };

/** How far an account has come on its way to live (GOV3), and what its present step lets it hold in all, in the base currency. */
export type GateReadiness = { readonly isReady: boolean; readonly allocationUnits: bigint };

/** All that the gate may look at. What is undefined is missing, and a missing input refuses. */
export type GateInput = {
  readonly mode: "paper" | "live" | "backtest" | "shadow" | undefined;
  readonly nowMs: number | undefined;
  /** When the slot was due. */
  readonly dueMs: number | undefined;
  readonly profile: RiskProfile;
  readonly kills: readonly GateKill[] | undefined;
  readonly isFenceHeld: boolean | undefined;
  readonly isBlockedByUnknown: boolean | undefined;
  readonly snapshot: { readonly closeMs: number; readonly capabilities: readonly Capability[]; readonly hasBar: boolean } | undefined;
  readonly instrument: Instrument | undefined;
  readonly order: GateOrder;
  readonly account: GateAccount;
  /** The run's clock when the account was last heard of; `first` where it never was. */
  readonly previousMs: number | "first" | undefined;
  readonly versions: Declared<GateVersions>;
  readonly model: GateModel | undefined;
  readonly readiness: GateReadiness | undefined;
  readonly market: GateMarket;
  readonly traffic: GateTraffic | undefined;
  readonly costs: Declared<GateCosts>;
  readonly ladder: Declared<LadderState>;
};
