import { formatUtc } from "@ballast/ui/format/time";
import type { Readiness } from "../../server/contract/readiness.ts";

/** Why the product can't do its job now, for people: what, since when, and what it means for money. */
export type Trouble = {
  readonly title: string;
  /** On the clock of this page; undefined where nobody knows. */
  readonly sinceMs: number | undefined;
  readonly meaning: string;
  /** What can be said of the place where orders go. */
  readonly venue: "degraded" | "down" | "unknown";
  /** How the engine stands, as far as it can be seen. */
  readonly engine: Readiness["engine"]["state"];
};

/** What decides which words about money are true; undefined where the workspace is not known. */
export type MoneyAtStake = { readonly mode: "paper" | "live"; readonly clock: "wall" | "replay" | undefined } | undefined;

export type Sight = {
  readonly readiness: Readiness | undefined;
  /** When the page got it, on its own clock. */
  readonly receivedMs: number;
  /** The last question got no answer at all. */
  readonly isUnreachable: boolean;
  readonly stake: MoneyAtStake;
};

/** What becomes of orders and stops while nobody decides. The paper venue is a part of the engine; a real one is not. */
function restingWords(stake: MoneyAtStake): string {
  if (stake === undefined) return "";
  if (stake.mode === "live") return " Orders that rest at the venue stay there.";
  return stake.clock === "replay"
    ? " The replayed market stands still meanwhile, so no stop is missed."
    : " Paper stops are not watched meanwhile: they act afterwards, bar by bar at those bars’ prices; entries that were missed are left out.";
}

function unreachable({ readiness, receivedMs }: Sight): Trouble {
  const figures = readiness === undefined ? "Nothing could be read yet." : `Figures are from ${formatUtc(receivedMs)} UTC.`;
  return {
    title: "Degraded: the web app does not answer",
    sinceMs: readiness === undefined ? undefined : receivedMs,
    meaning: `${figures} Whether the engine decides can’t be seen from here; it does not need this page. It is asked again by itself.`,
    venue: "unknown",
    engine: "unknown",
  };
}

/** What is wrong, gravest first; undefined where all answers. Times of the server are moved to the page's clock. */
export function troubleOf(sight: Sight): Trouble | undefined {
  const { readiness, receivedMs, isUnreachable, stake } = sight;
  if (isUnreachable) return unreachable(sight);
  if (readiness === undefined || readiness.status === "ready") return undefined;
  const here = (atMs: number | undefined): number | undefined =>
    atMs === undefined ? undefined : atMs + receivedMs - readiness.serverNowMs;
  const { postgres, redis, engine } = readiness;
  if (postgres.state === "down")
    return {
      title: "Degraded: the database does not answer",
      sinceMs: here(postgres.sinceMs),
      meaning: `Figures are old. Nothing is decided, sent or booked, and a halt can’t be set until it is back.${restingWords(stake)}`,
      venue: "down",
      engine: engine.state,
    };
  if (redis.state === "down")
    return {
      title: "Degraded: the queue (Redis) does not answer",
      sinceMs: here(redis.sinceMs),
      meaning: `No new decisions, orders or fills; what is due is kept and decided when it is back. Halts still act.${restingWords(stake)}`,
      venue: "degraded",
      engine: engine.state,
    };
  if (engine.lastSeenAtMs === undefined)
    return {
      title: "Degraded: no engine runs",
      sinceMs: undefined,
      meaning: `No decisions, orders or fills until whoever runs the installation starts one; a halt acts from then on.${restingWords(stake)}`,
      venue: "down",
      engine: engine.state,
    };
  return {
    title: "Degraded: the engine is silent",
    sinceMs: here(engine.lastSeenAtMs),
    meaning: `No new decisions, orders or fills; a halt acts when it is back. Whoever runs the installation can start it again.${restingWords(stake)}`,
    venue: engine.state === "stale" ? "degraded" : "down",
    engine: engine.state,
  };
}
