import type { Halt } from "./halt.ts";
import type { IncidentView } from "./incident.ts";

/** A market's clock as the rows have it: on a replay clock `nowMs` is the last committed close plus the seal. */
export type MarketClock = {
  readonly key: string;
  readonly name: string;
  readonly isSynthetic: boolean;
  readonly clock: "wall" | "replay";
  /** Market milliseconds that pass in one of ours; 1 on the wall clock. */
  readonly rate: number;
  readonly nowMs: number;
  readonly timeframeMs: number;
  readonly lastCloseMs: number;
};

export type WindowPhase = "TRADING" | "DOWNTIME" | "TRANSITION";

export type WindowState = {
  readonly phase: WindowPhase;
  readonly nextPhase: WindowPhase;
  /** On the market's clock; undefined where the profile has no windows. */
  readonly nextChangeMs: number | undefined;
};

export type EngineState = {
  /** `up`: seen within 15 s; `stale`: within 90 s; `down`: longer ago, or never. */
  readonly state: "up" | "stale" | "down";
  readonly workers: number;
  /** Wall clock. */
  readonly lastSeenAtMs: number | undefined;
  /** Since when no engine reaches the queue: they report, and decide nothing. Undefined while one does, or none reports. */
  readonly queueAwaySinceMs: number | undefined;
};

/** What the frame shows on every page: is my money safe right now? */
export type WorkspaceStatus = {
  readonly serverNowMs: number;
  readonly mode: "paper" | "live";
  readonly isSynthetic: boolean;
  /** Halts in force, the strongest first. */
  readonly halts: readonly Halt[];
  /** Incidents that nobody has closed, the oldest first; of many the first. */
  readonly incidents: readonly IncidentView[];
  /** The market of most accounts; undefined in a workspace without an account. */
  readonly market: MarketClock | undefined;
  readonly window: WindowState | undefined;
  readonly venue: { readonly name: string; readonly state: "online" | "degraded" | "down"; readonly detail: string };
  readonly engine: EngineState;
  readonly counts: {
    readonly accounts: number;
    readonly openOrders: number;
    readonly pendingCommands: number;
    readonly unknownOrders: number;
    readonly openIncidents: number;
  };
};
