import { expect } from "vitest";

/** SQLSTATEs of what the database refuses: its own laws, and the two of Postgres that stand before them. */
export const REFUSED = {
  unbalanced: "BL001",
  incomplete: "BL002",
  latePosting: "BL003",
  wrongCurrency: "BL004",
  brokenChain: "BL005",
  appendOnly: "BL006",
  noWorkspace: "BL007",
  partitionWrite: "BL010",
  orphan: "BL011",
  signIn: "BL012",
  lastOwner: "BL013",
  fourEyes: "BL014",
  forgedHash: "BL016",
  orderStep: "BL017",
  unsealedBar: "BL018",
  wentBack: "BL019",
  unexplainedOrder: "BL020",
  ended: "BL021",
  heldOut: "BL030",
  uncountedTrial: "BL031",
  studyStep: "BL032",
  seenHoldout: "BL033",
  check: "23514",
  duplicate: "23505",
  notAllowed: "42501",
} as const;

/** Fails unless `attempt` throws the database error with this SQLSTATE (and constraint, where one is named). */
export async function expectRefused(attempt: Promise<unknown>, code: string, constraint?: string): Promise<void> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, "the database accepted it").toBeInstanceOf(Error);
  expect(error).toMatchObject(constraint === undefined ? { code } : { code, constraint });
}
