import type { Dependency, Readiness } from "./contract/readiness.ts";
import type { EngineState } from "./contract/workspace.ts";
import type { Tx } from "./database.ts";
import { readEngineState } from "./queries/engine-state.ts";

/** Everybody may ask, so that whoever asks within a second gets the same answer. */
const FRESH_MS = 1_000;
const ANSWER_MS_MAX = 2_000;
/** A question that hung this long went to a connection that is dead without knowing it: the next ask puts a new one. */
const HANGS_MS = 15_000;

export type ReadinessCheck = { readonly ask: () => Promise<Readiness> };

type Surroundings = { readonly tx: Tx; readonly now: () => number; readonly onTrouble: (error: unknown) => void };
type Question = { readonly askedMs: number; readonly answer: Promise<EngineState> };

/** Whether Postgres answers, an engine reports and has its queue. Never throws, and answers within about two seconds. */
export function openReadinessCheck({ tx, now, onTrouble }: Surroundings): ReadinessCheck {
  let question: Question | undefined;
  let downSinceMs: number | undefined;
  let last: { readonly atMs: number; readonly answer: Promise<Readiness> } | undefined;

  const put = (): Question => {
    const asked: Question = { askedMs: now(), answer: readEngineState(tx, now()) };
    const done = (): void => {
      if (question === asked) question = undefined;
    };
    asked.answer.then(done, done);
    return asked;
  };

  const look = async (): Promise<Readiness> => {
    const askedMs = now();
    if (question === undefined || askedMs - question.askedMs > HANGS_MS) question = put();
    try {
      const engine = await withinTime(question.answer);
      downSinceMs = undefined;
      return readinessOf(engine, now());
    } catch (error) {
      if (downSinceMs === undefined) onTrouble(error);
      downSinceMs ??= askedMs;
      return withoutDatabase(downSinceMs, now());
    }
  };

  return {
    ask: () => {
      const nowMs = now();
      if (last === undefined || nowMs - last.atMs > FRESH_MS) last = { atMs: nowMs, answer: look() };
      return last.answer;
    },
  };
}

async function withinTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ANSWER_MS_MAX} ms`));
    }, ANSWER_MS_MAX);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** An engine that reports without a queue lives and can't work, as one that is silent can't. */
function readinessOf(engine: EngineState, nowMs: number): Readiness {
  const { state, workers, lastSeenAtMs, queueAwaySinceMs } = engine;
  const waitingFor: Dependency[] = [];
  if (queueAwaySinceMs !== undefined) waitingFor.push("redis");
  if (state !== "up") waitingFor.push("engine");
  const redisState = queueAwaySinceMs !== undefined ? "down" : state === "up" ? "up" : "unknown";
  return {
    status: waitingFor.length === 0 ? "ready" : "not ready",
    waitingFor,
    serverNowMs: nowMs,
    postgres: { state: "up" },
    engine: { state, workers, lastSeenAtMs, ageMs: lastSeenAtMs === undefined ? undefined : nowMs - lastSeenAtMs },
    redis: { state: redisState, sinceMs: queueAwaySinceMs },
  };
}

function withoutDatabase(sinceMs: number, nowMs: number): Readiness {
  return {
    status: "not ready",
    waitingFor: ["postgres"],
    serverNowMs: nowMs,
    postgres: { state: "down", sinceMs },
    engine: { state: "unknown", workers: 0 },
    redis: { state: "unknown" },
  };
}
