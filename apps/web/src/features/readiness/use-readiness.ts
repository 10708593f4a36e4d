"use client";

import { useQuery } from "@tanstack/react-query";
import type { Readiness } from "../../server/contract/readiness.ts";

const ASK_MS = 5_000;
const ANSWER_MS_MAX = 8_000;

/** The answer is our own server's; a page of a proxy before it is no answer. */
function isReadiness(answer: unknown): answer is Readiness {
  return typeof answer === "object" && answer !== null && "waitingFor" in answer && "serverNowMs" in answer && "engine" in answer;
}

async function askReadiness(): Promise<Readiness> {
  const response = await fetch("/api/state", { signal: AbortSignal.timeout(ANSWER_MS_MAX), cache: "no-store" });
  const answer: unknown = await response.json();
  if (!isReadiness(answer)) throw new Error(`/api/state answered ${response.status} and nothing that can be read`);
  return answer;
}

/**
 * Whether the product can do its job, asked every few seconds on every page, signed in or not. A request of its own: one
 * that travelled with others would wait for the very database that it reports.
 */
export function useReadiness() {
  return useQuery({
    queryKey: ["readiness"],
    queryFn: askReadiness,
    refetchInterval: ASK_MS,
    retry: 1,
    retryDelay: 1_000,
    // A browser that believes itself offline would wait in silence.
    networkMode: "always",
  });
}
