import type { AccountState } from "@ballast/core/decision/account-state";
import type { Hashed } from "@ballast/core/decision/decide-types";
import { markEquity } from "@ballast/core/decision/exposure";
import { makeDecide } from "@ballast/core/decision/make-decide";
import { emptyChains } from "@ballast/core/decision/open-book";
import { latestBoard } from "@ballast/core/decision/signal-board";
import { stateEncoder } from "@ballast/core/decision/state-encoder";
import type { Walk, WalkedBook } from "@ballast/core/decision/walk-book";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import { readSnapshots } from "@ballast/db/repositories/snapshots";
import type { ClientBase, Pool } from "pg";
import { sha256 } from "../../ports/sha256.ts";
import type { RecordedSlot } from "./recorded-slots.ts";
import { underProfile, type WhatIfPorts } from "./what-if-request.ts";

const CLOSES_READ = 512;

/** What a lone account that goes from close to close keeps of the one before. */
export type LoneParts = Required<Pick<Walk, "decide" | "encodeState" | "coreHash">> & { readonly writer: CanonicalWriter };

export function lonePartsOf({ coreHash }: Pick<WhatIfPorts, "coreHash">): LoneParts {
  const encodeState = stateEncoder();
  return {
    coreHash,
    encodeState,
    decide: makeDecide({ sha256, boardOf: latestBoard(sha256), encodeState }),
    writer: new CanonicalWriter(),
  };
}

/** The walk as the slot that was recorded last finds it: settings, instruments and costs change in the middle of a stretch, too. */
export function walkAtSlot(
  { writer, ...parts }: LoneParts,
  of: {
    readonly book: ReplayBook;
    readonly slot: RecordedSlot;
    readonly profile: Hashed<RiskProfile>;
    readonly rearmAfterMs: number | undefined;
  },
): Walk {
  const { book, profile, slot, rearmAfterMs } = of;
  const { instruments, settings, mode, costs } = slot.input;
  const { accountKey, runKey, seed, tenantKey } = book;
  const fees = { takerFeeBps: costs.feeBps, slippageBps: costs.slippageBps, fillModel: costs.fillModel };
  return {
    ...parts,
    mode,
    tenantKey,
    context: { sha256, writer, accountKey, runKey, mode, seed, ...fees, profile: profile.value, instruments: instruments.value },
    shared: { ...underProfile(slot.input, profile), settings, instruments },
    rearmAfterMs,
    isContinuous: book.isContinuous,
  };
}

export function equityAtSlot({ input }: RecordedSlot, state: AccountState): bigint {
  return markEquity({ snapshot: input.snapshot.snapshot, instruments: input.instruments.value }, state).units;
}

/** Closes of a lineage in a stretch of time, ends included. */
export async function* closesBetween(
  db: ClientBase | Pool,
  of: { readonly lineageId: string; readonly fromMs: number; readonly toMs: number },
) {
  for (let fromMs = of.fromMs; ;) {
    const rows = await readSnapshots(db, { ...of, fromMs, limit: CLOSES_READ });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < CLOSES_READ) return;
    fromMs = last.closeMs + 1;
  }
}

/** A state that a receipt names, and chains that nobody keeps: numbered as the state counts, so that it can go on. */
export function openWalk(state: AccountState): WalkedBook {
  return { state, heads: { ...emptyChains(), ledgerSeq: state.next.transaction - 1 }, isSettled: true };
}
