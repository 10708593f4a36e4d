import type { RiskProfile } from "./profile.ts";

/** A cap of a profile that binds nothing, by the list that holds it and what it names. */
export type StrayCap = { readonly list: "instrumentCaps" | "quoteCaps"; readonly name: string };

/** Caps under which no known instrument falls: whoever misspells a symbol would think it capped. */
export function strayCaps(
  { instrumentCaps, quoteCaps }: Pick<RiskProfile, "instrumentCaps" | "quoteCaps">,
  known: readonly { readonly symbol: string; readonly quote: string }[],
): readonly StrayCap[] {
  const symbols = new Set(known.map(({ symbol }) => symbol));
  const quotes = new Set(known.map(({ quote }) => quote));
  return [
    ...instrumentCaps.flatMap(({ symbol: name }) => (symbols.has(name) ? [] : [{ list: "instrumentCaps" as const, name }])),
    ...quoteCaps.flatMap(({ asset: name }) => (quotes.has(name) ? [] : [{ list: "quoteCaps" as const, name }])),
  ];
}

/** What is wrong with it, and what would be right. */
export function strayCapWords({ list, name }: StrayCap): string {
  return list === "instrumentCaps"
    ? `${name} is no known instrument: write its symbol as BTC/USD.`
    : `no known instrument is quoted in ${name}: write its code as USD.`;
}
