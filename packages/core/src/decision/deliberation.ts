import type { Campaign } from "../campaign/campaign.ts";
import type { Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { instrumentIn } from "../market/snapshot-lookup.ts";
import { rateOfBps } from "../money/rate.ts";
import type { CanonicalWriter } from "../numeric/canonical.ts";
import { deriveId, type Sha256 } from "../numeric/hash.ts";
import type { OpenOrder } from "../orders/order.ts";
import { LATE_AFTER_MS } from "../risk/checks/standing.ts";
import { passGate } from "../risk/gate.ts";
import type { GateCosts } from "../risk/gate-input.ts";
import type { LadderState } from "../risk/ladder.ts";
import type { Refusal } from "../risk/refusal.ts";
import { replayNowOf } from "../time/clock.ts";
import { nextDowntimeMs, phaseAt, type Phase } from "../time/schedule.ts";
import { AccountDraft } from "./account-draft.ts";
import type { AccountState } from "./account-state.ts";
import { volumeUnitsOf } from "./execute.ts";
import type { DecideQuestion, Fact } from "./decide-types.ts";
import { heldExposures, type HeldExposure, type MarkedEquity } from "./exposure.ts";
import { DecidedGateInput, type DecidedOrder } from "./gate-inputs.ts";
import type { Portfolio } from "./gate-view.ts";
import { positionOf, sellableQuantity } from "./holdings.ts";

/** Whether a slot was claimed so late that it may only reduce. */
export function isSlotLate(input: DecideQuestion): boolean {
  return input.nowMs - input.slot.atMs > LATE_AFTER_MS;
}

/**
 * From when on a price may fill what a slot decides. A slot of a close that is decided in time has the
 * open at that close; a late one and a halt only prices that are made after it was decided. At its
 * seal a close is still now: there a halt trades at the same open as the close's own slot.
 */
function createdMsOf(input: DecideQuestion): number {
  const { slot, nowMs } = input;
  if (isSlotLate(input)) return nowMs;
  if (slot.kind !== "halt") return slot.atMs;
  const { closeMs } = input.snapshot.snapshot;
  return nowMs <= replayNowOf(closeMs) ? closeMs : nowMs;
}

/** What an account pays its venue, as the gate compares it. */
function costsOf({ costs }: DecideQuestion): GateCosts {
  return { feeRateUnits: rateOfBps(costs.feeBps), slippageRateUnits: rateOfBps(costs.slippageBps) };
}

/** An id that is made once for all candidates that would have the same number. */
type NumberedId = { readonly intentSeq: number; readonly id: string };
type ExposuresOf = { readonly orders: AccountState["orders"]; readonly exposures: readonly HeldExposure[] };

/**
 * One account's decision while it is being made: the state as the orders decided so far leave it,
 * and what was seen, wanted and refused. Every order goes through `submit`, hence through the gate.
 */
export class Deliberation implements Portfolio {
  readonly input: DecideQuestion;
  /** Whether somebody reads the facts: what is costly to put in words is left out where nobody does. */
  readonly isNoting: boolean;
  readonly prices: Prices;
  readonly phase: Phase;
  /** What the account is worth. Deciding moves reservations and no balance, so one figure holds for every candidate. */
  readonly equity: MarkedEquity;
  /** No order of this decision may fill at a price that was made before. */
  readonly createdMs: number;
  readonly facts: Fact[] = [];
  readonly refusals: Refusal[] = [];
  readonly intents: OpenOrder[] = [];
  readonly cancels: string[] = [];
  readonly #sha256: Sha256;
  /** Where what is hashed is written, one after the other; left out, each has a buffer of its own. */
  readonly #writer: CanonicalWriter | undefined;
  readonly #draft: AccountDraft;
  #costs: GateCosts | undefined;
  #nextId: NumberedId | undefined;
  #exposures: ExposuresOf | undefined;
  #sellable: Map<string, bigint> | undefined;

  constructor(
    sha256: Sha256,
    input: DecideQuestion,
    of: { readonly equity: MarkedEquity; readonly isNoting: boolean; readonly writer?: CanonicalWriter },
  ) {
    this.#sha256 = sha256;
    this.#writer = of.writer;
    this.isNoting = of.isNoting;
    this.equity = of.equity;
    this.input = input;
    this.prices = { snapshot: input.snapshot.snapshot, instruments: input.instruments.value };
    this.phase = phaseAt(input.profile.value.schedule, input.nowMs);
    this.createdMs = createdMsOf(input);
    this.#draft = new AccountDraft(input.account.value);
  }

  /**
   * The profile wants to be flat in downtime and it begins no later than the next slot, which may lie
   * behind it: what is to be sold before is sold now, and nothing is bought.
   */
  get isFlatAhead(): boolean {
    const { schedule, stopsInDowntime } = this.input.profile.value;
    const { atMs } = this.input.slot;
    const beginMs = stopsInDowntime === "flat_before" ? nextDowntimeMs(schedule, atMs) : undefined;
    return beginMs !== undefined && beginMs <= atMs + this.prices.snapshot.timeframeMs;
  }

  /** A halt decides between closes: strategies act on closed bars, so they are silent in it. */
  get isHalt(): boolean {
    return this.input.slot.kind === "halt";
  }

  /** As the orders decided so far leave it: it moves with them. */
  get state(): AccountState {
    return this.#draft.state;
  }

  /** What is held or on its way as the orders decided so far leave it: positions stand while a slot is decided. */
  get exposures(): readonly HeldExposure[] {
    const { orders } = this.state;
    if (this.#exposures?.orders !== orders) this.#exposures = { orders, exposures: heldExposures(this.prices, this.state) };
    return this.#exposures.exposures;
  }

  /** What of a position the venue would take. Positions stand while a slot is decided: exits, reductions, campaigns and entries all ask. */
  sellableQuantity(instrument: Instrument): bigint {
    if (this.state.positions.length === 0) return 0n;
    const sellable = (this.#sellable ??= new Map<string, bigint>());
    const known = sellable.get(instrument.symbol);
    if (known !== undefined) return known;
    const quantity = sellableQuantity(positionOf(this.state, instrument.symbol), instrument);
    sellable.set(instrument.symbol, quantity);
    return quantity;
  }

  /** Client order id of the next intent, made of the slot that decides it: of a refused candidate the next one has it. */
  nextOrderId(): string {
    const intentSeq = this.state.next.intent;
    if (this.#nextId?.intentSeq === intentSeq) return this.#nextId.id;
    const { slot } = this.input;
    const slotKey = `${slot.kind}:${slot.atMs}:${slot.seq}`;
    const parts = { kind: "order", accountKey: slot.accountKey, runKey: slot.runKey, slotKey, n: intentSeq };
    const id = deriveId(this.#sha256, parts, this.#writer);
    this.#nextId = { intentSeq, id };
    return id;
  }

  /** Volume of the bar that is decided on, which slippage by size is measured against. */
  barVolumeUnits(instrument: Instrument): bigint | undefined {
    const bar = instrumentIn(this.prices.snapshot, instrument.symbol)?.bar;
    return bar === undefined ? undefined : volumeUnitsOf(bar.volume, instrument);
  }

  /** An order through the gate: an intent in the state, or a refusal and false. */
  submit(decided: DecidedOrder): boolean {
    const { input, prices, state, isNoting } = this;
    const { order } = decided;
    const costs = (this.#costs ??= costsOf(input));
    const verdict = passGate(new DecidedGateInput(decided, { input, prices, state, costs }), { isNoting });
    if (verdict.notApplicable.length > 0)
      this.facts.push({ symbol: order.symbol, code: "CHECKS_NOT_APPLICABLE", values: verdict.notApplicable });
    if (verdict.refusal !== undefined) {
      this.refusals.push(verdict.refusal);
      return false;
    }
    this.#draft.placeIntent(order);
    this.intents.push(order);
    return true;
  }

  /** Fees and slippage of buying and selling again in basis points, the dearer of modelled and own (STR5). */
  get roundTripBps(): number {
    const { hurdle } = this.input.profile.value;
    const { feeBps, slippageBps } = this.input.costs;
    return Math.ceil(2 * (Math.max(hurdle.feeBps, feeBps) + Math.max(hurdle.slippageBps, slippageBps)));
  }

  replaceLadder(ladder: LadderState): void {
    this.#draft.replaceLadder(ladder);
  }

  replaceCampaigns(campaigns: readonly Campaign[]): void {
    this.#draft.replaceCampaigns(campaigns);
  }

  refuse(refusal: Refusal): void {
    this.refusals.push(refusal);
  }

  requestCancel(order: OpenOrder): void {
    if (order.isCancelRequested) return;
    this.#draft.requestCancel(order.id);
    this.cancels.push(order.id);
    this.facts.push({ symbol: order.symbol, code: "ENTRY_CANCELLED", values: [["orderId", order.id]] });
  }
}
