import type { SnapshotInstrument } from "../market/snapshot.ts";
import type { StrategyKind } from "./settings.ts";

/** Whole confidence: rules have it, a model's is calibrated. */
export const CONFIDENCE_BPS_MAX = 10_000;
/** The base position as it is. */
export const MULTIPLIER_BPS_ONE = 10_000;

/** Named values of a proposal, for the receipt. */
export type ProposalValues = readonly (readonly [name: string, value: string])[];

/** What a strategy wants of one instrument, before any limit has been asked. */
export type Proposal =
  | {
      readonly action: "enter";
      readonly reason: string;
      readonly values: ProposalValues;
      /** In basis points, so that an order of entries compares integers. */
      readonly confidenceBps: number;
      /** Size multiplier of the strategy (STR1), basis points of the base position. */
      readonly multiplierBps: number;
      /** The move that is expected of it, as a fraction of the price (STR5). */
      readonly edge: number;
      /** Distance of the stop below the fill, a positive price difference. */
      readonly stopOffset: number;
      readonly takeProfitOffset: number | undefined;
    }
  /** Sells a part of what is held, whoever bought it. */
  | { readonly action: "reduce"; readonly reason: string; readonly values: ProposalValues; readonly saleBps: number }
  | { readonly action: "exit" | "hold"; readonly reason: string; readonly values: ProposalValues };

/** An instrument as its snapshot shows it, with the names of its features. */
export type InstrumentView = { readonly instrument: SnapshotInstrument; readonly featureNames: readonly string[] };

/**
 * A strategy of one kind and one set of settings: a pure function from an instrument's closed bar
 * and features to a proposal. It knows of the account only whether it holds the instrument, so one
 * proposal serves every account with the same settings.
 */
export type Strategy = {
  readonly kind: StrategyKind;
  /** Features that the snapshot must carry. */
  readonly featureNames: readonly string[];
  readonly propose: (view: InstrumentView, isInPosition: boolean) => Proposal;
};
