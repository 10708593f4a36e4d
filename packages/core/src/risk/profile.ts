import type { Schedule } from "../time/schedule.ts";
import type { DrawdownRungs, Hurdle, KillTriggerSettings, MarketLimits, OrderLimits } from "./profile-groups.ts";

/**
 * A limit on what may be held: a part of portfolio value, an amount, or both, of which the lower
 * binds. Neither is no limit.
 */
export type Cap = {
  readonly percentBps: number | undefined;
  /** At CURRENCY_SCALE: of the account's base currency, or of the quote where the cap is one of a quote. */
  readonly absoluteUnits: bigint | undefined;
};

/**
 * What an account may risk (RSK1). An immutable version; the receipt names its hash. The gate's
 * list of checks (gate.ts) says which of these limits it holds.
 */
export type RiskProfile = {
  /** `reference` follows ema-atr.md with all equity and outside policy bounds: never in live or shadow. */
  readonly kind: "governed" | "reference";
  readonly name: string;
  readonly sizing: "risk" | "all";
  /** Base position as a part of portfolio value. */
  readonly riskFractionBps: number;
  /** Most that a stop may lose of portfolio value. */
  readonly riskPerTradeBps: number;
  /** Annualised; a position shrinks as its instrument's volatility exceeds it. */
  readonly targetVolatilityBps: number;
  readonly positionsMax: number;
  /** Exposure over portfolio value. Policy admits 1 alone: nothing is borrowed. */
  readonly leverageMax: number;
  readonly totalCap: Cap;
  readonly pairCap: Cap;
  readonly clusterCap: Cap;
  /** The three largest positions together; undefined for no limit. */
  readonly topThreeBpsMax: number | undefined;
  readonly instrumentCaps: readonly { readonly symbol: string; readonly cap: Cap }[];
  readonly quoteCaps: readonly { readonly asset: string; readonly cap: Cap }[];
  /** Above this correlation with a held pair `refuse`s the entry or counts both as one `cluster`. */
  readonly correlationBpsMax: number;
  readonly onCorrelation: "refuse" | "cluster";
  readonly drawdownBpsMax: number;
  readonly dailyLossBpsMax: number;
  /** Smallest entry, in quote at CURRENCY_SCALE. */
  readonly minTradeUnits: bigint;
  readonly onHalt: "flatten" | "reduce_only";
  /** Daily downtime (RSK6). */
  readonly schedule: Schedule;
  readonly stopsInDowntime: "rest" | "flat_before" | "hold";
  readonly withoutModel: "rules_only" | "reduce_only";
  readonly isReduceOnly: boolean;
  readonly snapshotAgeMsMax: number;
  readonly rungs: DrawdownRungs;
  readonly hurdle: Hurdle;
  readonly marketLimits: MarketLimits;
  readonly orderLimits: OrderLimits;
  readonly killTriggers: KillTriggerSettings;
  /** How many persons it takes to release a kill switch. */
  readonly releasePersons: 1 | 2;
};
