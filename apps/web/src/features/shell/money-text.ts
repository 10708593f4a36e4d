import { formatDecimal } from "@ballast/ui/format/decimal";
import { decimalsOf, formatMoney, formatPnl, formatPrice, formatQuantity } from "@ballast/ui/format/money";
import { unitsToDecimal } from "@ballast/ui/format/units";
import type { Money } from "../../server/contract/money.ts";

/** `10,000.00 USD`, or an en dash where there is none. */
export function moneyText(money: Money | undefined): string {
  return formatMoney({ amount: unitsToDecimal(money), asset: money?.asset ?? "" });
}

/** The figure alone, for columns whose header names the asset. */
export function amountText(money: Money | undefined): string {
  return formatDecimal(unitsToDecimal(money), { decimals: decimalsOf(money?.asset ?? "") });
}

/** `+12.30 USD`: always with its sign. */
export function pnlText(money: Money | undefined): string {
  return formatPnl({ amount: unitsToDecimal(money), asset: money?.asset ?? "" });
}

/** The signed figure alone. */
export function signedText(money: Money | undefined): string {
  return formatDecimal(unitsToDecimal(money), { decimals: decimalsOf(money?.asset ?? ""), sign: "always" });
}

export function quantityText(money: Money | undefined): string {
  return formatQuantity(unitsToDecimal(money));
}

export function priceText(money: Money | undefined): string {
  return formatPrice(unitsToDecimal(money));
}
