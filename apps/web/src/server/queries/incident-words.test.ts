import { expect, test } from "vitest";
import { incidentDetail, incidentTitle } from "./incident-words.ts";

const HASH = "ab".repeat(64);

test.each([
  [
    "REPLAY_MISMATCH",
    { field: "stateAfter", stored: HASH, replayed: "99" },
    "A stored decision of Alpha does not replay",
    `stateAfter: stored ${HASH.slice(0, 16)}…, replayed 99. Find out who touched it before you rely on this account.`,
  ],
  [
    "FEATURES_MISMATCH",
    { field: "ema:20", stored: "", replayed: "1.5" },
    "A close that Alpha decided on is not what its bars say",
    "ema:20: stored nothing, replayed 1.5. Find out who touched it before you rely on this account.",
  ],
  [
    "BOOK_BROKEN",
    { at: "deciding it", error: "lots do not add up" },
    "The books of Alpha broke",
    "It broke while deciding it: lots do not add up.",
  ],
] as const)("an incident of kind %s says what was found", (kind, facts, title, detail) => {
  const found = { kind, accountName: "Alpha", facts };
  expect([incidentTitle(found), incidentDetail(found)]).toEqual([title, detail]);
});
