import { decodeAccountState } from "@ballast/core/decision/account-state";
import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { DecideInput, Hashed, SlotKind } from "@ballast/core/decision/decide-types";
import { decodeInstruments } from "@ballast/core/market/instrument";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { readReceiptsSince } from "@ballast/db/repositories/book-receipts";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredSnapshot } from "@ballast/db/repositories/replay-contents";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { boundedCache, type BoundedCache } from "../../bounded-cache.ts";
import { nameOf, type Shelved } from "../replay/content-shelf.ts";
import { ReplayStore } from "../replay/replay-store.ts";

/** A slot as it was decided: its whole input as it is stored, and what was decided on it. */
export type RecordedSlot = {
  readonly receipt: StoredReceipt;
  readonly input: DecideInput;
  readonly findings: ReceiptBody;
  readonly close: StoredSnapshot;
};

const RECEIPTS_READ = 512;
const CACHED_MAX = 1_024;
const KINDS: readonly SlotKind[] = ["hour", "bar", "halt"];

type Content = { readonly hash: Uint8Array; readonly body: Uint8Array };
type Read = <Value>(cache: BoundedCache<Value>, shelved: Shelved<Content>, decode: (bytes: Uint8Array) => Value) => Hashed<Value>;

function soundRow<Row>(shelved: Shelved<Row>): Row {
  if (shelved.fault === undefined) return shelved.row;
  const { field, stored } = shelved.fault;
  throw new AppError("RECEIPT_UNSOUND", `what is stored is not what was decided on: ${field} is ${stored}`, { retry: "never" });
}

const read: Read = (cache, shelved, decode) => {
  const { hash, body } = soundRow(shelved);
  return { value: cache.getOrMake(nameOf(hash), () => decode(body)), hash };
};

/** Content that many slots share, each read once. */
function openCaches() {
  return {
    states: boundedCache<ReturnType<typeof decodeAccountState>>(CACHED_MAX),
    profiles: boundedCache<ReturnType<typeof decodeRiskProfile>>(CACHED_MAX),
    settings: boundedCache<ReturnType<typeof decodeStrategySettings>>(CACHED_MAX),
    tables: boundedCache<ReturnType<typeof decodeInstruments>>(CACHED_MAX),
  };
}

function kindOf(kind: string): SlotKind {
  const known = KINDS.find((name) => name === kind);
  if (known === undefined) throw new AppError("RECEIPT_UNSOUND", `there is no kind of slot ${kind}`, { retry: "never" });
  return known;
}

function recordedSlot(
  store: ReplayStore,
  caches: ReturnType<typeof openCaches>,
  of: { readonly book: ReplayBook; readonly receipt: StoredReceipt },
): RecordedSlot {
  const { book, receipt } = of;
  const findings = decodeReceiptBody(receipt.body);
  const { profileHash, settingsHash, instrumentsHash, nowMs, mode, kills, isFenceHeld, costs, predictions, active } = findings;
  const close = soundRow(store.snapshot(receipt.snapshotHash));
  const { tenantKey, accountKey, runKey } = book;
  const input: DecideInput = {
    slot: { tenantKey, accountKey, runKey, kind: kindOf(receipt.kind), atMs: receipt.atMs, seq: receipt.seq },
    ...{ nowMs, mode, kills, isFenceHeld, predictions, active },
    costs: costs ?? { feeBps: book.takerFeeBps, slippageBps: book.slippageBps },
    snapshot: { snapshot: decodeSnapshot(close.body), hash: close.hash },
    account: read(caches.states, store.state(receipt, "stateBefore", receipt.stateBefore), decodeAccountState),
    profile: read(caches.profiles, store.content(receipt.tenantId, "body.profileHash", profileHash), decodeRiskProfile),
    settings: read(caches.settings, store.content(receipt.tenantId, "body.settingsHash", settingsHash), decodeStrategySettings),
    instruments: read(caches.tables, store.instruments(instrumentsHash), decodeInstruments),
  };
  return { receipt, input, findings, close };
}

/** The decided slots of a book from a time on, in the order of its chain; what is stored is held against its hashes. */
export async function* readRecordedSlots(
  db: ClientBase | Pool,
  of: { readonly book: ReplayBook; readonly fromMs: number },
): AsyncGenerator<RecordedSlot> {
  const { book, fromMs } = of;
  const store = new ReplayStore(db);
  const caches = openCaches();
  let afterSeq = 0;
  for (;;) {
    const receipts = await readReceiptsSince(db, { ...book, fromMs, afterSeq, limit: RECEIPTS_READ });
    await store.open(receipts);
    for (const receipt of receipts) yield recordedSlot(store, caches, { book, receipt });
    const last = receipts.at(-1);
    if (last === undefined || receipts.length < RECEIPTS_READ) return;
    afterSeq = last.receiptSeq;
  }
}
