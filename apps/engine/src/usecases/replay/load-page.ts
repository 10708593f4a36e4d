import type { SlotRow } from "@ballast/db/repositories/cycle-rows";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import {
  readClosesBetween,
  readLedgerHashes,
  readOpenings,
  readStepTimes,
  type OrderStepKey,
  type StoredSnapshot,
} from "@ballast/db/repositories/replay-contents";
import { readReceiptsByNumber, readSlotsOfReceipts, type ReceiptKey, type StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import type { ClientBase, Pool } from "pg";
import { mendAfter } from "./mend-states.ts";
import { readInput, type ReadInput, type StatelessInput, type StoredInput } from "./read-input.ts";
import { bookKey, type OpenedReceipt, type ReplayStore } from "./replay-store.ts";
import type { Opening } from "./retrace.ts";

export const receiptKey = (key: ReceiptKey): string => `${bookKey(key)}/${key.receiptSeq}`;
const slotKey = (slot: SlotRow | StoredReceipt): string => `${bookKey(slot)}/${slot.kind}/${slot.atMs}/${slot.seq}`;

/** A receipt as far as it could be read, with the one before and the one behind it in its chain. */
export type PageReceipt = {
  readonly book: ReplayBook;
  readonly opened: OpenedReceipt;
  readonly read: ReadInput;
  readonly previous: StoredReceipt | undefined;
  readonly next: StoredReceipt | undefined;
  readonly slot: SlotRow | undefined;
};

/** Receipts in the order of their chains, and what stands between them. */
export type Page = {
  readonly receipts: readonly PageReceipt[];
  /** Input of a receipt before a stretch of the page; undefined where it can't be read. */
  readonly inputBefore: (receipt: StoredReceipt) => StoredInput | undefined;
  /** The closes after that of the receipt before, up to and with `to`: those in between were skipped. */
  readonly closes: (previous: StoredReceipt, to: StatelessInput) => readonly StoredSnapshot[];
  /** What a book was opened with, by its ledger; read where its first state can't be. */
  readonly opening: (receipt: StoredReceipt) => Opening | undefined;
  /** The ledger's hash at a receipt before a stretch of the page. */
  readonly ledgerHash: (receipt: StoredReceipt, ledgerSeq: number) => Uint8Array | undefined;
  /** When orders of a wall clock's run were sent; undefined where none was. */
  readonly dispatchMs: (stored: StoredInput) => number | undefined;
};

export type PageRequest = {
  readonly db: ClientBase | Pool;
  readonly store: ReplayStore;
  readonly books: ReadonlyMap<string, ReplayBook>;
};

type Known = ReadonlyMap<string, StoredReceipt>;

function neighbourOf(known: Known, receipt: StoredReceipt, by: 1 | -1): StoredReceipt | undefined {
  return known.get(receiptKey({ ...receipt, receiptSeq: receipt.receiptSeq + by }));
}

async function withNeighbours({ db }: PageRequest, receipts: readonly StoredReceipt[]): Promise<Known> {
  const known = new Map(receipts.map((receipt) => [receiptKey(receipt), receipt]));
  const wanted = receipts.flatMap((receipt) => [-1, 1].map((by) => ({ ...receipt, receiptSeq: receipt.receiptSeq + by })));
  const missing = wanted.filter((key) => key.receiptSeq > 0 && !known.has(receiptKey(key)));
  for (const receipt of await readReceiptsByNumber(db, missing)) known.set(receiptKey(receipt), receipt);
  return known;
}

type Inputs = ReadonlyMap<string, { readonly opened: OpenedReceipt; readonly read: ReadInput }>;

async function readInputs({ store, books }: PageRequest, receipts: readonly StoredReceipt[]): Promise<Inputs> {
  const inputs = new Map<string, { opened: OpenedReceipt; read: ReadInput }>();
  for (const opened of await store.open(receipts)) {
    const book = books.get(bookKey(opened.receipt));
    if (book !== undefined) inputs.set(receiptKey(opened.receipt), { opened, read: mendAfter(readInput(store, book, opened)) });
  }
  return inputs;
}

/** What could be read of an input beside its states. */
export function aroundOf(read: ReadInput): StatelessInput | undefined {
  return read.stored === undefined ? read.stateless?.around : read.stored;
}

/** Whether the bars behind a decision may have met something of it: nobody knows it of a state that can't be read. */
function mayHaveMetBars(read: ReadInput): boolean {
  const after = read.stored === undefined ? read.stateless?.after.value : read.stored.after;
  return after === undefined || after.orders.length > 0 || after.positions.length > 0;
}

const stretchKey = (lineageId: string, afterMs: number, toMs: number): string => `${lineageId}/${afterMs}/${toMs}`;

/** Closes of slots that were skipped between two decisions while something was held or waited. */
async function readSkipped(db: PageRequest["db"], known: Known, inputs: Inputs): Promise<ReadonlyMap<string, readonly StoredSnapshot[]>> {
  const stretches = new Map<string, { lineageId: string; afterMs: number; beforeMs: number }>();
  for (const { opened, read } of inputs.values()) {
    const previous = neighbourOf(known, opened.receipt, -1);
    const before = previous === undefined ? undefined : inputs.get(receiptKey(previous))?.read;
    const [from, to] = [before && aroundOf(before), aroundOf(read)];
    if (before === undefined || from === undefined || to === undefined || !mayHaveMetBars(before)) continue;
    const { lineageId, closeMs } = to.snapshot;
    const afterMs = from.snapshot.closeMs;
    if (closeMs - afterMs > to.input.snapshot.snapshot.timeframeMs)
      stretches.set(stretchKey(lineageId, afterMs, closeMs), { lineageId, afterMs, beforeMs: closeMs });
  }
  const rows = Map.groupBy(await readClosesBetween(db, [...stretches.values()]), ({ lineageId }) => lineageId);
  const within = (of: { lineageId: string; afterMs: number; beforeMs: number }): StoredSnapshot[] =>
    (rows.get(of.lineageId) ?? []).filter(({ closeMs }) => closeMs > of.afterMs && closeMs < of.beforeMs);
  return new Map([...stretches].map(([key, stretch]) => [key, within(stretch)]));
}

/** Heads of the ledger at the receipts that stand before the page. */
async function readHeads(db: PageRequest["db"], inputs: Inputs, page: ReadonlySet<string>): Promise<ReadonlyMap<string, Uint8Array>> {
  const before = [...inputs].flatMap(([key, { opened, read }]) =>
    page.has(key) || read.stored === undefined ? [] : [{ ...opened.receipt, ledgerSeq: read.stored.after.next.transaction - 1 }],
  );
  const rows = await readLedgerHashes(db, before);
  return new Map(rows.map((row) => [`${bookKey(row)}/${row.ledgerSeq}`, row.hash]));
}

/** Openings of books whose first state is not what its name says. */
async function readOpeningsOfForged(db: PageRequest["db"], inputs: Inputs): Promise<ReadonlyMap<string, Opening>> {
  const forged = [...inputs.values()].filter(({ opened, read }) => opened.receipt.receiptSeq === 1 && read.stored === undefined);
  const rows = await readOpenings(
    db,
    forged.map(({ opened }) => opened.receipt),
  );
  return new Map(rows.map(({ asset, units, ...book }) => [bookKey(book), { baseCurrency: asset, startingUnits: units }]));
}

/** The step that each order takes when a decision is sent: its sending or expiry, or the cancellation that was asked for. */
function sentSteps({ opened: { receipt }, after }: StoredInput): OrderStepKey[] {
  const sent = after.orders.filter((order) => order.state === "intended" || order.isCancelRequested);
  return sent.map(({ id, eventCount }) => ({ ...receipt, orderId: id, n: eventCount + 1 }));
}

const stepKey = (step: OrderStepKey): string => `${bookKey(step)}/${step.orderId}/${step.n}`;

async function readSendings({ db, books }: PageRequest, inputs: Inputs): Promise<ReadonlyMap<string, number>> {
  const steps = [...inputs.values()].flatMap(({ opened: { receipt }, read }) =>
    books.get(bookKey(receipt))?.clock !== "wall" || read.stored === undefined ? [] : sentSteps(read.stored),
  );
  return new Map((await readStepTimes(db, steps)).map((row) => [stepKey(row), row.atMs]));
}

/** Loads all that a page of receipts is replayed from: a few statements, however many receipts and books. */
export async function loadPage(request: PageRequest, receipts: readonly StoredReceipt[]): Promise<Page> {
  const known = await withNeighbours(request, receipts);
  const own = new Set(receipts.map(receiptKey));
  const befores = receipts.flatMap((receipt) => neighbourOf(known, receipt, -1) ?? []).filter((receipt) => !own.has(receiptKey(receipt)));
  const inputs = await readInputs(request, [...receipts, ...befores]);
  const slots = new Map((await readSlotsOfReceipts(request.db, receipts)).map((slot) => [slotKey(slot), slot]));
  const skipped = await readSkipped(request.db, known, inputs);
  const heads = await readHeads(request.db, inputs, own);
  const sendings = await readSendings(request, inputs);
  const openings = await readOpeningsOfForged(request.db, inputs);
  return {
    receipts: receipts.flatMap((receipt) => {
      const book = request.books.get(bookKey(receipt));
      const input = inputs.get(receiptKey(receipt));
      if (book === undefined || input === undefined) return [];
      const around = { previous: neighbourOf(known, receipt, -1), next: neighbourOf(known, receipt, 1) };
      return [{ book, ...input, ...around, slot: slots.get(slotKey(receipt)) }];
    }),
    inputBefore: (receipt) => inputs.get(receiptKey(receipt))?.read.stored,
    opening: (receipt) => openings.get(bookKey(receipt)),
    closes: (previous, to) => {
      const read = inputs.get(receiptKey(previous))?.read;
      const from = read && aroundOf(read)?.snapshot;
      if (from === undefined || to.snapshot.closeMs <= from.closeMs) return [];
      return [...(skipped.get(stretchKey(to.snapshot.lineageId, from.closeMs, to.snapshot.closeMs)) ?? []), to.snapshot];
    },
    ledgerHash: (receipt, ledgerSeq) => heads.get(`${bookKey(receipt)}/${ledgerSeq}`),
    dispatchMs: (stored) => {
      const times = sentSteps(stored).flatMap((step) => sendings.get(stepKey(step)) ?? []);
      return times.length === 0 ? undefined : Math.max(...times);
    },
  };
}
