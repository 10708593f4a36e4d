/** What fills cost in a walk, and what their luck is drawn from: the terms that no table of results shows. */
export type WalkCosts = { readonly feeBps: number; readonly slippageBps: number; readonly seed: string };

export const costsText = ({ feeBps, slippageBps, seed }: WalkCosts): string => `fee ${feeBps} bp, slippage ${slippageBps} bp, seed ${seed}`;

export const costsJson = ({ feeBps, slippageBps, seed }: WalkCosts): Readonly<Record<string, unknown>> => ({
  fee_bps: feeBps,
  slippage_bps: slippageBps,
  seed,
});
