import { readCampaign, writeCampaign, type Campaign } from "../campaign/campaign.ts";
import type { Position } from "../ledger/lots.ts";
import { canonicalBytes, CanonicalReader, type CanonicalWriter } from "../numeric/canonical.ts";
import { readOrder, writeOrder } from "../orders/order-codec.ts";
import type { OpenOrder } from "../orders/order.ts";
import { readLadder, readLadderWithoutEquity, writeLadder } from "../risk/ladder-codec.ts";
import type { LadderState } from "../risk/ladder.ts";

/** One asset of an account, in its units. `held` is reserved for open orders and never above `total`. */
export type Balance = { readonly asset: string; readonly total: bigint; readonly held: bigint };

/**
 * Everything that a decision may know of an account in one run: content-addressed, written only
 * when it changed. Lists are ordered by asset code, symbol or intentSeq, compared by code unit.
 */
export type AccountState = {
  readonly baseCurrency: string;
  readonly balances: readonly Balance[];
  readonly positions: readonly Position[];
  readonly orders: readonly OpenOrder[];
  /** When the orders of the last hour were made, ms UTC, the oldest first: the gate limits how many an hour has. */
  readonly recentOrdersMs: readonly number[];
  /** An order's outcome is unknown: entries are blocked until it is proven (law 4). */
  readonly isBlockedByUnknown: boolean;
  /** Where the account stands on the drawdown ladder, and what halted it. */
  readonly ladder: LadderState;
  /** Campaigns that are not flat, in symbol order. */
  readonly campaigns: readonly Campaign[];
  /** Next gapless numbers of this book, each from 1. */
  readonly next: { readonly intent: number; readonly fill: number; readonly transaction: number; readonly lot: number };
};

const FORM = "account-state";
const VERSION = 4;
/** Of the first version nothing was known of ladder and campaigns: they begin with the next decision. */
const VERSION_WITHOUT_LADDER = 1;
/** Of the second nothing was known of orders that are no longer open. */
const VERSION_WITHOUT_RECENT_ORDERS = 2;
/** Of the third the day's opening was known, and not the equity that the next one opens with. */
const VERSION_WITHOUT_LAST_EQUITY = 3;

/** The ladder of an account about which nothing is remembered: its first equity is its mark. */
function freshLadder(equityUnits: bigint): LadderState {
  const lastEquityUnits = equityUnits === 0n ? undefined : equityUnits;
  return { highWaterUnits: equityUnits, dayStartMs: 0, dayOpenUnits: equityUnits, lastEquityUnits, rung: 0, haltedBy: undefined };
}

function ladderOf(reader: CanonicalReader, version: number): LadderState {
  if (version === VERSION_WITHOUT_LADDER) return freshLadder(0n);
  return version <= VERSION_WITHOUT_LAST_EQUITY ? readLadderWithoutEquity(reader) : readLadder(reader);
}

/** A state that holds its starting balance and nothing else. */
export function openAccountState(of: { readonly baseCurrency: string; readonly startingUnits: bigint }): AccountState {
  if (of.startingUnits <= 0n) throw new RangeError(`an account starts with more than ${of.startingUnits}`);
  return {
    baseCurrency: of.baseCurrency,
    balances: [{ asset: of.baseCurrency, total: of.startingUnits, held: 0n }],
    positions: [],
    orders: [],
    recentOrdersMs: [],
    isBlockedByUnknown: false,
    ladder: freshLadder(of.startingUnits),
    campaigns: [],
    next: { intent: 1, fill: 1, transaction: 1, lot: 1 },
  };
}

export function writePosition(writer: CanonicalWriter, position: Position): void {
  writer.text(position.symbol).units(position.quantity);
  writer.list(position.lots, (lot) => writer.i64(lot.n).i64(lot.openedMs).units(lot.quantity).units(lot.priceUnits).units(lot.costUnits));
}

function readPosition(reader: CanonicalReader): Position {
  return {
    symbol: reader.text(),
    quantity: reader.units(),
    lots: reader.list(() => ({
      n: reader.i64(),
      openedMs: reader.i64(),
      quantity: reader.units(),
      priceUnits: reader.units(),
      costUnits: reader.units(),
    })),
  };
}

/** Writes a list of a state. */
type ListWriter<T> = { readonly write: (writer: CanonicalWriter, items: readonly T[]) => void };
/** How the lists of a state are written: item by item, or with what is remembered of them. */
export type StateLists = {
  readonly positions: ListWriter<Position>;
  readonly orders: ListWriter<OpenOrder>;
  readonly campaigns: ListWriter<Campaign>;
};

function itemByItem<T>(writeItem: (writer: CanonicalWriter, item: T) => void): ListWriter<T> {
  return { write: (writer, items) => writer.list(items, (item) => writeItem(writer, item)) };
}

const ITEM_BY_ITEM: StateLists = {
  positions: itemByItem(writePosition),
  orders: itemByItem(writeOrder),
  campaigns: itemByItem(writeCampaign),
};

export function writeState(writer: CanonicalWriter, state: AccountState, lists = ITEM_BY_ITEM): void {
  writer.text(FORM).u32(VERSION).text(state.baseCurrency);
  writer.list(state.balances, (balance) => writer.text(balance.asset).units(balance.total).units(balance.held));
  lists.positions.write(writer, state.positions);
  lists.orders.write(writer, state.orders);
  writer.list(state.recentOrdersMs, (ms) => writer.i64(ms));
  writer.bool(state.isBlockedByUnknown);
  writeLadder(writer, state.ladder);
  lists.campaigns.write(writer, state.campaigns);
  writer.i64(state.next.intent).i64(state.next.fill).i64(state.next.transaction).i64(state.next.lot);
}

/** Canonical bytes of a state: its SHA-256 names it. */
export function encodeAccountState(state: AccountState): Uint8Array {
  return canonicalBytes((writer) => writeState(writer, state));
}

/** The state of `encodeAccountState`'s bytes; anything else throws. */
export function decodeAccountState(bytes: Uint8Array): AccountState {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  const isFirst = version === VERSION_WITHOUT_LADDER;
  if (form !== FORM || version < VERSION_WITHOUT_LADDER || version > VERSION)
    throw new RangeError(`not an account state of version ${VERSION}: ${form} ${version}`);
  const state = {
    baseCurrency: reader.text(),
    balances: reader.list(() => ({ asset: reader.text(), total: reader.units(), held: reader.units() })),
    positions: reader.list(() => readPosition(reader)),
    orders: reader.list(() => readOrder(reader)),
    recentOrdersMs: version <= VERSION_WITHOUT_RECENT_ORDERS ? [] : reader.list(() => reader.i64()),
    isBlockedByUnknown: reader.bool(),
    ladder: ladderOf(reader, version),
    campaigns: isFirst ? [] : reader.list(() => readCampaign(reader)),
    next: { intent: reader.i64(), fill: reader.i64(), transaction: reader.i64(), lot: reader.i64() },
  };
  reader.end();
  return state;
}
