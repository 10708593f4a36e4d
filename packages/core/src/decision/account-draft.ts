import { withBought, type Campaign } from "../campaign/campaign.ts";
import type { Position } from "../ledger/lots.ts";
import { isFinal } from "../orders/life-cycle.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { LadderState } from "../risk/ladder.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { AccountState, Balance } from "./account-state.ts";
import { balanceOf } from "./holdings.ts";

/** What an asset's total and reservation move by; left out: by nothing. */
export type BalanceChange = { readonly asset: string; readonly total?: bigint; readonly held?: bigint };

type Counters = { -readonly [Name in keyof AccountState["next"]]: number };
type Drafted = { -readonly [Key in keyof Omit<AccountState, "next">]: AccountState[Key] } & { next: Counters };

function refuseImpossible({ asset, total, held }: Balance): void {
  if (held < 0n || held > total) throw new Error(`${asset}: ${held} held of ${total}`);
}

/** When the orders of an hour were made, with one more; what is older is forgotten. */
function withRecent(recentOrdersMs: readonly number[], createdMs: number): readonly number[] {
  const fromMs = createdMs - HOUR_MS;
  const isAnyOld = recentOrdersMs.some((madeMs) => madeMs <= fromMs);
  return [...(isAnyOld ? recentOrdersMs.filter((madeMs) => madeMs > fromMs) : recentOrdersMs), createdMs];
}

/** A list in order with what stands at a place replaced, put there where it is another's, or gone where there is nothing to put. */
function placed<T>(list: readonly T[], at: { readonly place: number; readonly isThere: boolean }, item: T | undefined): readonly T[] {
  if (item === undefined) return at.isThere ? list.toSpliced(at.place, 1) : list;
  if (!at.isThere) return list.toSpliced(at.place, 0, item);
  const replaced = list.slice();
  replaced[at.place] = item;
  return replaced;
}

/** Where something stands in a list that is in the order of its names, or would stand. */
function placeAmong<T>(
  list: readonly T[],
  nameOf: (item: T) => string,
  name: string,
): { readonly place: number; readonly isThere: boolean } {
  for (let place = 0; place < list.length; place += 1) {
    const item = list[place];
    const standing = item === undefined ? "" : nameOf(item);
    if (standing === name) return { place, isThere: true };
    if (standing > name) return { place, isThere: false };
  }
  return { place: list.length, isThere: false };
}

const assetOf = ({ asset }: Balance): string => asset;
const symbolOf = ({ symbol }: Position): string => symbol;

/**
 * An account's state while orders and fills are booked into it, with the rules that keep it coherent: a
 * reservation falls as its order fills, numbers are used once. A pass of many steps copies the state once
 * instead of at each step; its lists are replaced and never changed, so that who walks one may go on.
 */
export class AccountDraft {
  #given: AccountState;
  #own: Drafted | undefined;

  constructor(state: AccountState) {
    this.#given = state;
  }

  /** As it stands now: it moves with the draft. The very state that was given where nothing moved. */
  get state(): AccountState {
    return this.#own ?? this.#given;
  }

  /** The state that it has become, which moves no more. */
  take(): AccountState {
    this.#given = this.state;
    this.#own = undefined;
    return this.#given;
  }

  #write(): Drafted {
    return (this.#own ??= { ...this.#given, next: { ...this.#given.next } });
  }

  /** The next number of a kind, used. */
  number(kind: keyof Counters): number {
    const { next } = this.#write();
    const n = next[kind];
    next[kind] = n + 1;
    return n;
  }

  replaceLadder(ladder: LadderState): void {
    if (ladder !== this.state.ladder) this.#write().ladder = ladder;
  }

  /** What an entry has bought is counted in its campaign: its stop may sell it all before anyone looks. */
  countBought(symbol: string, quantity: bigint): void {
    const place = this.state.campaigns.findIndex((campaign) => campaign.symbol === symbol);
    const campaign = this.state.campaigns[place];
    if (campaign === undefined) return;
    this.#write().campaigns = this.state.campaigns.with(place, withBought(campaign, quantity));
  }

  replaceCampaigns(campaigns: readonly Campaign[]): void {
    this.#write().campaigns = campaigns;
  }

  /** Moves an asset's total and reservation. A negative balance or a reservation above it is a broken invariant. */
  moveBalance({ asset, total, held }: BalanceChange): void {
    const own = this.#write();
    const before = balanceOf(own, asset);
    const balance: Balance = {
      asset,
      total: total === undefined ? before.total : before.total + total,
      held: held === undefined ? before.held : before.held + held,
    };
    refuseImpossible(balance);
    own.balances = placed(own.balances, placeAmong(own.balances, assetOf, asset), balance);
  }

  /** Replaces a position; undefined: it is gone. */
  placePosition(symbol: string, position: Position | undefined): void {
    const own = this.#write();
    own.positions = placed(own.positions, placeAmong(own.positions, symbolOf, symbol), position);
  }

  /** A new order: it stands in the state, what it needs is reserved, and its number is used. */
  placeIntent(order: OpenOrder): void {
    const own = this.#write();
    if (order.intentSeq !== own.next.intent) throw new Error(`intent ${order.intentSeq} follows ${own.next.intent - 1}`);
    if (order.heldUnits !== 0n) this.moveBalance({ asset: order.heldAsset, held: order.heldUnits });
    own.orders = [...own.orders, order];
    own.recentOrdersMs = withRecent(own.recentOrdersMs, order.createdMs);
    own.next.intent += 1;
  }

  /** An order as it is now. What its reservation lost is freed, and a final order leaves with all of it. */
  placeOrder(order: OpenOrder): void {
    const own = this.#write();
    const place = own.orders.findIndex(({ id }) => id === order.id);
    const before = own.orders[place];
    if (before === undefined) throw new Error(`order ${order.id} is not in the state`);
    const isOver = isFinal(order.state);
    const freed = isOver ? before.heldUnits : before.heldUnits - order.heldUnits;
    if (freed !== 0n) this.moveBalance({ asset: order.heldAsset, held: -freed });
    own.orders = placed(own.orders, { place, isThere: true }, isOver ? undefined : order);
  }

  /** A cancellation is decided: the venue hears of it when the decision is dispatched. */
  requestCancel(orderId: string): void {
    const own = this.#write();
    own.orders = own.orders.map((order) => (order.id === orderId ? { ...order, isCancelRequested: true } : order));
  }
}
