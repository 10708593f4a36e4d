import type { AccountState } from "@ballast/core/decision/account-state";
import { emptyChains } from "@ballast/core/decision/open-book";
import type { Decide, Hashed, KillFact } from "@ballast/core/decision/decide-types";
import { markEquity } from "@ballast/core/decision/exposure";
import { walkSlot, type Walk, type WalkedBook } from "@ballast/core/decision/walk-book";
import {
  compareDecisions,
  countEffects,
  type DecidedOrders,
  type OrderComparison,
  type WhatIfCounts,
} from "@ballast/core/decision/what-if";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { replayNowOf } from "@ballast/core/time/clock";
import { readOwnHalts, type OwnHalts } from "@ballast/db/repositories/book-receipts";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import { readSnapshots } from "@ballast/db/repositories/snapshots";
import type { ClientBase, Pool } from "pg";
import { nextOpensOf } from "../../marketdata/snapshot-window.ts";
import { sha256 } from "../../ports/sha256.ts";
import { readRecordedSlots, type RecordedSlot } from "./recorded-slots.ts";
import { stretchOf, type WhatIfRequest } from "./what-if.ts";

/** The walk of another profile beside what was recorded: along its own path, so they part where the first order differs. */
export type WalkedWhatIf = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly closes: number;
  readonly orders: readonly OrderComparison[];
  readonly counts: WhatIfCounts;
  /** Portfolio value at the last close, units of the base currency. */
  readonly wasEquityUnits: bigint;
  readonly wouldEquityUnits: bigint;
  readonly baseCurrency: string;
};

type Ports = { readonly db: ClientBase | Pool; readonly decide: Decide; readonly coreHash: Uint8Array };

const CLOSES_READ = 512;
const NOTHING: DecidedOrders = { intents: [], refusals: [], facts: [] };

function walkUnder(
  ports: Ports,
  of: {
    readonly book: ReplayBook;
    readonly first: RecordedSlot;
    readonly profile: Hashed<RiskProfile>;
    readonly rearmAfterMs: number | undefined;
  },
): Walk {
  const { book, profile, first } = of;
  const { instruments, settings, mode } = first.input;
  const { accountKey, runKey, seed, takerFeeBps, slippageBps, tenantKey } = book;
  return {
    decide: ports.decide,
    coreHash: ports.coreHash,
    mode,
    tenantKey,
    context: { sha256, accountKey, runKey, mode, seed, takerFeeBps, slippageBps, profile: profile.value, instruments: instruments.value },
    shared: { profile, settings, instruments },
    rearmAfterMs: of.rearmAfterMs,
  };
}

const killKey = ({ scope, sinceMs }: { readonly scope: string; readonly sinceMs: number }): string => `${scope} ${sinceMs}`;

/** Kill switches that the recorded path has set for itself, by scope and time: another path sets its own. */
function ownKillKeys(recorded: readonly RecordedSlot[], { kills }: OwnHalts): ReadonlySet<string> {
  const halted = recorded.filter(({ findings }) => findings.halts.length > 0);
  return new Set([...kills.map(killKey), ...halted.map(({ receipt }) => killKey({ scope: "account", sinceMs: receipt.atMs }))]);
}

function outerKills(slot: RecordedSlot, ownKeys: ReadonlySet<string>): readonly KillFact[] {
  return slot.input.kills.filter((kill) => !ownKeys.has(killKey(kill)));
}

function equityOf(slot: RecordedSlot, state: AccountState, snapshotBody: Uint8Array): bigint {
  return markEquity({ snapshot: decodeSnapshot(snapshotBody), instruments: slot.input.instruments.value }, state).units;
}

/** Closes of a lineage in a stretch of time, ends included. */
async function* closesBetween(db: ClientBase | Pool, of: { readonly lineageId: string; readonly fromMs: number; readonly toMs: number }) {
  for (let fromMs = of.fromMs; ;) {
    const rows = await readSnapshots(db, { ...of, fromMs, limit: CLOSES_READ });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < CLOSES_READ) return;
    fromMs = last.closeMs + 1;
  }
}

async function recordedByClose(db: ClientBase | Pool, of: { readonly book: ReplayBook; readonly fromMs: number }): Promise<RecordedSlot[]> {
  const slots: RecordedSlot[] = [];
  for await (const slot of readRecordedSlots(db, of)) if (slot.input.slot.kind !== "halt") slots.push(slot);
  return slots;
}

/** Chains that nobody keeps: numbered as the state counts, so that it can go on. */
function openWalk(state: AccountState): WalkedBook {
  return { state, heads: { ...emptyChains(), ledgerSeq: state.next.transaction - 1 } };
}

/**
 * Walks the last days under another profile, from the state before the first recorded slot on: what it
 * decides later meets what it did earlier. The paper venue fills as it fills a run. Nothing is written.
 * Undefined where the stretch holds no slot.
 */
export async function walkWhatIf(ports: Ports, request: WhatIfRequest): Promise<WalkedWhatIf | undefined> {
  const { db } = ports;
  const { book, fromMs, toMs } = await stretchOf(db, request);
  const recorded = await recordedByClose(db, { book, fromMs });
  const [first] = recorded;
  const newest = recorded.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const ownHalts = await readOwnHalts(db, book);
  const walk = walkUnder(ports, {
    rearmAfterMs: ownHalts.rearmAfterMs,
    book,
    first,
    profile: { value: request.profile, hash: sha256(encodeRiskProfile(request.profile)) },
  });
  const byClose = new Map(recorded.map((slot) => [slot.input.snapshot.snapshot.closeMs, slot]));
  const ownKeys = ownKillKeys(recorded, ownHalts);
  const orders: OrderComparison[] = [];
  // The first bar was settled before the state was recorded; settled again, it finds nothing left to fill.
  let walked: WalkedBook = openWalk(first.input.account.value);
  let last = { state: first.input.account.value, body: first.close.body };
  let closes = 0;
  let kills = outerKills(first, ownKeys);
  for await (const row of closesBetween(db, {
    lineageId: newest.close.lineageId,
    fromMs: first.close.closeMs,
    toMs: newest.close.closeMs,
  })) {
    const slot = byClose.get(row.closeMs);
    if (slot !== undefined) kills = outerKills(slot, ownKeys);
    const snapshot = decodeSnapshot(row.body);
    const step = {
      snapshot: { snapshot, bytes: row.body, hash: row.hash },
      nextOpens: nextOpensOf(snapshot, row.nextOpens),
      nowMs: slot?.input.nowMs ?? replayNowOf(row.closeMs),
      kind: first.input.slot.kind,
      kills,
    };
    const next = walkSlot(walk, step, walked);
    orders.push(...compareDecisions(row.closeMs, slot?.findings ?? NOTHING, next.decision.output));
    walked = next;
    last = { state: next.settled, body: row.body };
    closes += 1;
  }
  return {
    fromMs,
    toMs,
    closes,
    orders,
    counts: countEffects(orders),
    wasEquityUnits: newest.receipt.equityUnits,
    // As a receipt marks it: what is decided at the last close has not traded yet.
    wouldEquityUnits: equityOf(newest, last.state, last.body),
    baseCurrency: walked.state.baseCurrency,
  };
}
