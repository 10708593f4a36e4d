import type { Predictions } from "../campaign/predictions.ts";
import type { Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { Declared } from "../risk/declared.ts";
import { UNDECLARED } from "../risk/declared.ts";
import type {
  GateAccount,
  GateCosts,
  GateInput,
  GateKill,
  GateMarket,
  GateModel,
  GateOrder,
  GateTraffic,
  GateVersions,
} from "../risk/gate-input.ts";
import type { LadderState } from "../risk/ladder.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { AccountState } from "./account-state.ts";
import type { BookContext } from "./booking.ts";
import { latestMsOf } from "./clock-step.ts";
import type { AccountMode, DecideQuestion } from "./decide-types.ts";
import { sellingAccount, trafficAround } from "./gate-view.ts";
import { MarketAtGate } from "./market-conditions.ts";
import { OrderAtGate } from "./order-at-gate.ts";

/** Who decides, as the gate asks for it. */
function modelOf(predictions: Predictions): GateModel {
  return predictions.kind === "rules" ? predictions : { kind: "model", id: predictions.modelId, isApproved: predictions.isApproved };
}

/** What decides and what is active. A decision that can't say what it is made by is no pass. */
function versionsOf({ active, profile, settings }: DecideQuestion): Declared<GateVersions> {
  if (active === undefined) return UNDECLARED;
  if (profile.hash === undefined || settings.hash === undefined) return undefined;
  return { profile: { decided: profile.hash, active: active.profile }, settings: { decided: settings.hash, active: active.settings } };
}

/** An order of a decision, with what it was reckoned from. */
export type DecidedOrder = {
  readonly order: OpenOrder;
  readonly instrument: Instrument;
  readonly account: GateAccount;
  readonly priceUnits: bigint | undefined;
  /** Move that the strategy expects of an entry, as a fraction of the price. */
  readonly edge?: number;
};

/**
 * What the gate sees of an order that a decision wants. Each part is made for the first check that looks
 * at it: what lowers a position is asked a few of them, and the reference profile has most of its own off.
 */
export class DecidedGateInput implements GateInput {
  readonly instrument: Instrument;
  readonly account: GateAccount;
  readonly order: GateOrder;
  readonly costs: GateCosts;
  readonly readiness = undefined;
  readonly #decided: DecidedOrder;
  readonly #input: DecideQuestion;
  readonly #prices: Prices;
  readonly #state: AccountState;
  #market: GateMarket | undefined;
  #traffic: GateTraffic | undefined;

  constructor(
    decided: DecidedOrder,
    of: { readonly input: DecideQuestion; readonly prices: Prices; readonly state: AccountState; readonly costs: GateCosts },
  ) {
    const { order, instrument, account, priceUnits, edge } = decided;
    this.#decided = decided;
    this.#input = of.input;
    this.#prices = of.prices;
    this.#state = of.state;
    this.instrument = instrument;
    this.account = account;
    this.costs = of.costs;
    this.order = new OrderAtGate(order, { priceUnits, instrument, prices: of.prices, baseCurrency: of.state.baseCurrency, edge });
  }

  get mode(): AccountMode {
    return this.#input.mode;
  }

  get nowMs(): number {
    return this.#input.nowMs;
  }

  get dueMs(): number {
    return this.#input.slot.atMs;
  }

  get profile(): RiskProfile {
    return this.#input.profile.value;
  }

  get kills(): readonly GateKill[] {
    return this.#input.kills;
  }

  get isFenceHeld(): boolean {
    return this.#input.isFenceHeld;
  }

  get isBlockedByUnknown(): boolean {
    return this.#state.isBlockedByUnknown;
  }

  get snapshot(): NonNullable<GateInput["snapshot"]> {
    const { closeMs, capabilities } = this.#prices.snapshot;
    return { closeMs, capabilities, hasBar: this.#decided.priceUnits !== undefined };
  }

  get previousMs(): number {
    return latestMsOf(this.#state);
  }

  get versions(): Declared<GateVersions> {
    return versionsOf(this.#input);
  }

  get model(): GateModel {
    return modelOf(this.#input.predictions);
  }

  get market(): GateMarket {
    const { instrument } = this.#decided;
    return (this.#market ??= new MarketAtGate(this.#prices, { instrument, baseCurrency: this.#state.baseCurrency }));
  }

  get traffic(): GateTraffic {
    return (this.#traffic ??= trafficAround(this.#state, this.#decided.order, this.#input.nowMs));
  }

  get ladder(): Declared<LadderState> {
    return this.profile.kind === "reference" ? UNDECLARED : this.#state.ladder;
  }
}

/** What entries alone ask of a market. */
const NO_MARKET: GateMarket = {
  referenceUnits: undefined,
  rateAgeBars: undefined,
  spread: undefined,
  spreadWidening: undefined,
  volatility: undefined,
  correlationBps: undefined,
};

/** What the gate sees of an order that the books ask for themselves: its own kind is all that matters; slot, clock and market are for entries. */
export class BookedGateInput implements GateInput {
  readonly mode: AccountMode;
  readonly profile: RiskProfile;
  readonly instrument: Instrument;
  readonly order: GateOrder;
  readonly account: GateAccount;
  readonly traffic: GateTraffic;
  readonly isBlockedByUnknown: boolean;
  readonly nowMs = undefined;
  readonly dueMs = undefined;
  readonly kills = undefined;
  readonly snapshot = undefined;
  readonly previousMs = undefined;
  readonly versions = undefined;
  readonly model = undefined;
  readonly readiness = undefined;
  readonly market = NO_MARKET;
  readonly costs = undefined;
  readonly ladder = undefined;

  constructor(context: BookContext, state: AccountState, of: { readonly order: OpenOrder; readonly instrument: Instrument }) {
    const { order, instrument } = of;
    this.mode = context.mode;
    this.profile = context.profile;
    this.instrument = instrument;
    const { baseCurrency } = state;
    this.order = new OrderAtGate(order, { priceUnits: order.triggerUnits, instrument, prices: undefined, baseCurrency, edge: undefined });
    this.account = sellingAccount(state, instrument);
    this.traffic = trafficAround(state, order, order.createdMs);
    this.isBlockedByUnknown = state.isBlockedByUnknown;
  }

  /** Whoever books holds the epoch: it is checked in the transaction that writes these rows. */
  get isFenceHeld(): true {
    return true;
  }
}
