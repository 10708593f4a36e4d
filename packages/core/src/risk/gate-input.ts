import type { Instrument } from "../market/instrument.ts";
import type { Capability } from "../market/snapshot.ts";
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
};

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
  /** Positions held or on their way, this order's instrument not counted. */
  readonly otherPositions: number | undefined;
  /** Exposure in the base currency, pending entries included: of this pair, and in all. */
  readonly pairExposureUnits: bigint | undefined;
  readonly totalExposureUnits: bigint | undefined;
  /** Exposure against this order's quote, in quote units. */
  readonly quoteExposureUnits: bigint | undefined;
};

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
};
