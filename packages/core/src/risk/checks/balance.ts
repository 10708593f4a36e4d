/** Check of what the account can pay or deliver after what is already reserved. */
import { formatUnits } from "../../numeric/fixed.ts";
import type { GateInput } from "../gate-input.ts";
import { EVERY_ORDER, PASS, refused, type Check, type Verdict } from "./check.ts";

function examineFreeBalance({ order, account, instrument }: GateInput): Verdict {
  if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
  const asset = order.side === "buy" ? instrument.quote : instrument.base;
  const needed = order.side === "buy" ? order.costUnits : order.quantity;
  const free = order.side === "buy" ? account.freeQuoteUnits : account.freeBaseUnits;
  if (needed === undefined || free === undefined) return refused("BALANCE_UNKNOWN", [["asset", asset.code]]);
  if (needed > 0n && needed <= free) return PASS;
  return refused("BALANCE_INSUFFICIENT", [
    ["needed", formatUnits(needed, asset.scale)],
    ["free", formatUnits(free, asset.scale)],
    ["asset", asset.code],
  ]);
}

export const freeBalanceCheck: Check = { name: "free_balance", appliesTo: EVERY_ORDER, examine: examineFreeBalance };
