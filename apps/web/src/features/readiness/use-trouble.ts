"use client";

import { troubleOf, type MoneyAtStake, type Trouble } from "./trouble-words.ts";
import { useReadiness } from "./use-readiness.ts";

/** Why the product can't do its job now; undefined where it can, and before anything is known. */
export function useTrouble(stake: MoneyAtStake): Trouble | undefined {
  const { data: readiness, dataUpdatedAt: receivedMs, isError: isUnreachable } = useReadiness();
  return troubleOf({ readiness, receivedMs, isUnreachable, stake });
}
