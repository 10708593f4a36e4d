import { unpayableInstruments, type UnpayableInstrument } from "@ballast/core/ledger/payable-instruments";
import type { Instrument } from "@ballast/core/market/instrument";
import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";

export type PaymentQuestion = {
  readonly accountKey: string;
  readonly baseCurrency: string;
  /** What the account trades. */
  readonly symbols: readonly string[];
  /** What its market holds beside that; a run's market holds what its accounts trade. */
  readonly universe?: readonly string[];
  readonly instruments: readonly Instrument[];
};

const WHY: Readonly<Record<UnpayableInstrument["why"], (of: { readonly quote: string; readonly holds: string }) => string>> = {
  no_rate: ({ quote, holds }) => `its market has no rate between ${quote} and ${holds}, so that every entry is refused with RATE_MISSING`,
  no_money: ({ quote, holds }) => `nothing that it trades turns ${holds} into ${quote}, so that no entry can be paid for`,
};

function warningOf(faults: readonly UnpayableInstrument[], { accountKey, baseCurrency: holds }: PaymentQuestion): string {
  const [{ quote, why } = { quote: "", why: "no_rate" as const }] = faults;
  const names = faults.map(({ symbol }) => symbol).join(", ");
  const mend = QUOTE_CURRENCIES.some((code) => code === quote)
    ? `Trade ${faults.length === 1 ? "it" : "them"} with an account in ${quote}: npx ballast accounts create --name "In ${quote}" --currency ${quote} ${faults.map(({ symbol }) => `--instrument ${symbol}`).join(" ")}`
    : `No account is kept in ${quote}; trade the coin against ${QUOTE_CURRENCIES.join(", ")}.`;
  return `${names} ${faults.length === 1 ? "is" : "are"} paid in ${quote}, account ${accountKey} holds ${holds}, and ${WHY[why]({ quote, holds })}. ${mend}`;
}

/** What an account can't ever pay for, in words: a warning per quote, and whether that is all it trades. */
export function paymentWarnings(question: PaymentQuestion): { readonly warnings: readonly string[]; readonly isAll: boolean } {
  const bySymbol = new Map(question.instruments.map((instrument) => [instrument.symbol, instrument]));
  const known = (symbols: readonly string[]): Instrument[] => symbols.flatMap((symbol) => bySymbol.get(symbol) ?? []);
  const traded = known(question.symbols);
  const universe = known([...new Set([...question.symbols, ...(question.universe ?? [])])]);
  const faults = unpayableInstruments({ traded, universe, baseCurrency: question.baseCurrency });
  const byQuote = Map.groupBy(faults, ({ quote }) => quote);
  return {
    warnings: [...byQuote.values()].map((own) => warningOf(own, question)),
    isAll: traded.length > 0 && faults.length === traded.length,
  };
}
