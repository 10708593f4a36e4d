import type { PairAssets } from "../money/notional.ts";
import type { LedgerAccount, Posting } from "./transaction.ts";

function move(from: LedgerAccount, to: LedgerAccount, amount: { readonly asset: string; readonly units: bigint }): readonly Posting[] {
  if (amount.units < 0n) throw new Error(`a movement of ${amount.units} ${amount.asset}`);
  if (amount.units === 0n) return [];
  return [
    { ledgerAccount: from, asset: amount.asset, units: -amount.units },
    { ledgerAccount: to, asset: amount.asset, units: amount.units },
  ];
}

/** The owner's first deposit. */
export function postingsOfOpening(amount: { readonly asset: string; readonly units: bigint }): readonly Posting[] {
  return move("opening_equity", "account", amount);
}

/** A fill: base and quote change places with the venue, and the fee goes from the account to expense. */
export function postingsOfFill(fill: {
  readonly side: "buy" | "sell";
  readonly pair: PairAssets;
  readonly quantity: bigint;
  readonly notionalUnits: bigint;
  readonly feeUnits: bigint;
}): readonly Posting[] {
  const base = { asset: fill.pair.base.code, units: fill.quantity };
  const quote = { asset: fill.pair.quote.code, units: fill.notionalUnits };
  const trade =
    fill.side === "buy"
      ? [...move("venue_clearing", "account", base), ...move("account", "venue_clearing", quote)]
      : [...move("account", "venue_clearing", base), ...move("venue_clearing", "account", quote)];
  return [...trade, ...move("account", "fee_expense", { asset: quote.asset, units: fill.feeUnits })];
}
