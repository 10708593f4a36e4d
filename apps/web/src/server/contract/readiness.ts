import type { EngineState } from "./workspace.ts";

export type Dependency = "postgres" | "redis" | "engine";

/**
 * What the product needs to do its job, each by name. The web app itself reaches Postgres alone: the engine's heartbeat
 * and what the engine says of Redis are rows there, so that neither is known while Postgres is away.
 */
export type Readiness = {
  readonly status: "ready" | "not ready";
  /** What is missing; empty while ready. */
  readonly waitingFor: readonly Dependency[];
  readonly serverNowMs: number;
  readonly postgres: {
    readonly state: "up" | "down";
    /** When this web app first got no answer. */
    readonly sinceMs?: number | undefined;
  };
  readonly engine: {
    readonly state: EngineState["state"] | "unknown";
    readonly workers: number;
    readonly lastSeenAtMs?: number | undefined;
    /** How long ago its last heartbeat was. */
    readonly ageMs?: number | undefined;
  };
  /** As the engine reports it. */
  readonly redis: { readonly state: "up" | "down" | "unknown"; readonly sinceMs?: number | undefined };
};
