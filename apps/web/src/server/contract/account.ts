import type { FillWhy } from "@ballast/core/decision/booking";
import type { WrittenRiskProfile } from "@ballast/core/risk/profile-written";
import type { Money, MoneySeries } from "./money.ts";
import type { Halt } from "./halt.ts";

export type AccountMode = "paper" | "live";

export type AccountRow = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly mode: AccountMode;
  readonly market: { readonly key: string; readonly name: string; readonly isSynthetic: boolean };
  readonly baseCurrency: string;
  /** The run whose book the figures are of, where the account has none that follows its market; undefined where it has, or has none at all. */
  readonly ofRun: { readonly key: string; readonly state: string } | undefined;
  readonly starting: Money;
  /** Undefined until the first decision. */
  readonly equity: Money | undefined;
  readonly pnlToday: Money | undefined;
  readonly pnlTotal: Money | undefined;
  readonly exposure: Money | undefined;
  readonly positions: number;
  readonly openOrders: number;
  readonly profile: { readonly key: string; readonly version: number };
  readonly settings: { readonly key: string; readonly version: number };
  /** `waiting`: no run has opened its book yet. `ended`: the run that its book is of is over. */
  readonly state: "running" | "halted" | "waiting" | "ended" | "closed";
  readonly lastDecision:
    { readonly atMs: number; readonly receiptSeq: number; readonly outcome: string; readonly reasonCodes: readonly string[] } | undefined;
};

export type BalanceRow = { readonly total: Money; readonly held: Money };

export type LotRow = {
  readonly n: number;
  readonly openedMs: number;
  readonly quantity: Money;
  readonly price: Money;
  readonly cost: Money;
  readonly unrealised: Money | undefined;
};

export type Holding = {
  readonly symbol: string;
  readonly quantity: Money;
  readonly averagePrice: Money;
  readonly cost: Money;
  /** Undefined where the last snapshot has no bar of it. */
  readonly marketPrice: Money | undefined;
  readonly marketValue: Money | undefined;
  readonly unrealised: Money | undefined;
  /** Trigger of the resting protective stop. */
  readonly stop: Money | undefined;
  readonly lots: readonly LotRow[];
};

export type RunRef = {
  readonly id: string;
  readonly key: string;
  readonly kind: "live" | "paper" | "backtest";
  readonly state: string;
};

export type AccountDetail = AccountRow & {
  readonly run: RunRef | undefined;
  /** Every run this account has a book in, newest first; orders, fills and PnL may be asked of each. */
  readonly runs: readonly RunRef[];
  readonly balances: readonly BalanceRow[];
  readonly holdings: readonly Holding[];
  /** Close of the snapshot that prices the holdings. */
  readonly pricedAtMs: number | undefined;
  readonly fees: { readonly takerBps: string; readonly makerBps: string; readonly slippageBps: string };
  readonly heads:
    { readonly receiptSeq: number; readonly receiptHash: string; readonly ledgerSeq: number; readonly ledgerHash: string } | undefined;
  readonly instruments: readonly string[];
  readonly halts: readonly Halt[];
  /** Why it does nothing right now, or what it did last; most important first, never empty. */
  readonly idle: readonly { readonly code: string; readonly words: string }[];
};

export type OrderRow = {
  readonly id: string;
  readonly intentSeq: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly kind: string;
  readonly purpose: string;
  readonly state: string;
  readonly isOpen: boolean;
  readonly quantity: Money;
  readonly filled: Money;
  readonly trigger: Money | undefined;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly reason: string;
};

export type FillRow = {
  readonly fillSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: Money;
  readonly price: Money;
  readonly referencePrice: Money;
  readonly notional: Money;
  readonly fee: Money;
  readonly why: FillWhy;
  /** Code of the order that was filled. */
  readonly reason: string;
};

export type RealisedRow = {
  /** Instrument symbol, or UTC month `2026-11`. */
  readonly label: string;
  readonly realised: Money;
  readonly disposals: number;
  readonly wins: number;
};

export type AccountPnl = {
  readonly byInstrument: readonly RealisedRow[];
  readonly byMonth: readonly RealisedRow[];
  readonly realised: Money;
  readonly fees: Money;
};

export type AccountEquity = MoneySeries & {
  readonly starting: Money;
  /** Between these two points closes left no receipt: the curve is not drawn there. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
};

/** What the form for a new account may choose from. */
export type AccountOptions = {
  readonly markets: readonly {
    readonly key: string;
    readonly name: string;
    readonly isSynthetic: boolean;
    /** Whether its closes come by themselves: on the wall clock, or on a replay clock that has begun to move. */
    readonly isMoving: boolean;
    readonly rate: number;
    readonly timeframeMs: number;
    readonly lastCloseMs: number;
    readonly instruments: readonly { readonly symbol: string; readonly base: string; readonly quote: string }[];
  }[];
  readonly profiles: readonly {
    readonly key: string;
    readonly version: number;
    /** Undefined where policy no longer admits the stored bytes. */
    readonly written: WrittenRiskProfile | undefined;
  }[];
  readonly settings: readonly {
    readonly key: string;
    readonly version: number;
    readonly kind: string;
    readonly timeframeMs: number;
    readonly instruments: readonly string[];
  }[];
};

export type CommandState = {
  readonly id: string;
  readonly kind: string;
  readonly state: "pending" | "claimed" | "done" | "refused" | "failed";
  readonly requestedAtMs: number;
  readonly finishedAtMs: number | undefined;
  /** Why it was refused or failed, in words. */
  readonly message: string | undefined;
};
