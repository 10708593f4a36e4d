import { decodeAccountState } from "@ballast/core/decision/account-state";
import { decodeReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { Outcome } from "@ballast/core/decision/decide-types";
import { explainIdle, type IdleFacts, type IdleReason } from "@ballast/core/decision/idle";
import { killReaches } from "@ballast/core/risk/kill";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { findNewestBook, readNewestReceipt } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { readEngineHealth } from "@ballast/db/repositories/engine-health";
import { readBookStanding, readHaltsOf } from "@ballast/db/repositories/idle-facts";
import { readStates } from "@ballast/db/repositories/replay-contents";
import type { Account } from "@ballast/db/repositories/accounts";
import type { Pool } from "pg";

export type WhyIdle = { readonly runKey: string | undefined; readonly reasons: readonly IdleReason[] };

const OUTCOMES: readonly Outcome[] = ["INTENTS", "NO_TRADE", "REFUSED", "LATE", "SKIPPED"];

async function newestOf(pool: Pool, book: BookId): Promise<IdleFacts["newest"]> {
  const receipt = await readNewestReceipt(pool, book);
  const outcome = OUTCOMES.find((known) => known === receipt?.outcome);
  if (receipt === undefined || outcome === undefined) return undefined;
  const { facts, refusals } = decodeReceiptBody(receipt.body);
  const [state] = await readStates(pool, [{ ...book, hash: receipt.stateAfter }]);
  const positions = state === undefined ? [] : decodeAccountState(state.body).positions.map(({ symbol }) => symbol);
  return { atMs: receipt.atMs, outcome, facts, refusals, positions };
}

/** Why an account is idle, in words, from what is stored of the run that people mean by it. */
export async function whyIdle(
  ports: { readonly pool: Pool; readonly wallMs: () => number },
  of: { readonly account: Account; readonly run?: string | undefined },
): Promise<WhyIdle> {
  const { pool } = ports;
  const { account, run } = of;
  const id = await findNewestBook(pool, { tenantId: account.tenantId, accountId: account.id, run });
  const stored = id === undefined ? undefined : await readBookStanding(pool, id);
  // No account is decided by a model yet: a halt of one holds none.
  const { instruments } = decodeStrategySettings(account.settingsBody);
  const [engine] = await readEngineHealth(pool);
  const facts: IdleFacts = {
    // A closed account is found by no name.
    isClosed: false,
    book: stored && {
      runKey: stored.runKey,
      runState: stored.runState,
      isContinuous: stored.runKind === "live",
      isBroken: stored.isBroken,
      nextSlotMs: stored.nextSlotMs ?? undefined,
      horizonMs: stored.horizonMs ?? undefined,
    },
    engineSeenMs: engine?.seenAtMs,
    wallMs: ports.wallMs(),
    halts: id === undefined ? [] : (await readHaltsOf(pool, id)).filter((halt) => killReaches(halt, { instruments })),
    schedule: decodeRiskProfile(account.profileBody).schedule,
    newest: id === undefined ? undefined : await newestOf(pool, id),
  };
  return { runKey: stored?.runKey, reasons: explainIdle(facts) };
}
