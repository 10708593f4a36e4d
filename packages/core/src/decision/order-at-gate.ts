import { rateBetween, unitsAtRate, type Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import { RATE_SCALE } from "../money/rate.ts";
import { quantize } from "../numeric/fixed.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { GateOrder } from "../risk/gate-input.ts";
import type { OrderKind, OrderPurpose, OrderSide } from "../risk/order-terms.ts";

/** What an order is reckoned at. */
export type ReckonedAt = {
  readonly priceUnits: bigint | undefined;
  readonly instrument: Instrument;
  /** Closes that its notional becomes base currency by; undefined: nobody asks for it. */
  readonly prices: Prices | undefined;
  readonly baseCurrency: string;
  readonly edge?: number | undefined;
};

/** An order as the gate sees it, its amounts at the price that it was reckoned at: made for the checks that ask for them, for most ask for none. */
export class OrderAtGate implements GateOrder {
  readonly #order: OpenOrder;
  readonly #at: ReckonedAt;
  #notional: bigint | undefined;

  constructor(order: OpenOrder, at: ReckonedAt) {
    this.#order = order;
    this.#at = at;
  }

  get symbol(): string {
    return this.#order.symbol;
  }

  get side(): OrderSide {
    return this.#order.side;
  }

  get kind(): OrderKind {
    return this.#order.kind;
  }

  get purpose(): OrderPurpose {
    return this.#order.purpose;
  }

  get quantity(): bigint {
    return this.#order.quantity;
  }

  get triggerUnits(): bigint | undefined {
    return this.#order.triggerUnits;
  }

  get stopOffsetUnits(): bigint | undefined {
    return this.#order.stopOffsetUnits;
  }

  get costUnits(): bigint | undefined {
    return this.#order.side === "buy" ? this.#order.heldUnits : undefined;
  }

  get priceUnits(): bigint | undefined {
    return this.#at.priceUnits;
  }

  get notionalUnits(): bigint | undefined {
    const { priceUnits, instrument } = this.#at;
    if (priceUnits === undefined) return undefined;
    return (this.#notional ??= notionalUnits({ priceUnits, quantity: this.#order.quantity, pair: instrument, mode: "ceil" }));
  }

  get notionalBaseUnits(): bigint | undefined {
    const { prices, instrument, baseCurrency } = this.#at;
    const notional = this.notionalUnits;
    const rate = prices === undefined ? undefined : rateBetween(prices, instrument.quote.code, baseCurrency);
    return notional === undefined || rate === undefined ? undefined : unitsAtRate(notional, rate);
  }

  get edgeRateUnits(): bigint | undefined {
    const { edge } = this.#at;
    return edge === undefined || !Number.isFinite(edge) ? undefined : quantize(edge, RATE_SCALE, "floor");
  }
}
