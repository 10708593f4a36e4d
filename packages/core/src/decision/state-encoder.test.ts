import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeAccountState, openAccountState, type AccountState } from "./account-state.ts";
import { stateEncoder } from "./state-encoder.ts";

const OPENED = openAccountState({ baseCurrency: "USD", startingUnits: 10n ** 12n });

/** Campaigns of which each is one object, to be held, left out, moved and held again. */
const CAMPAIGNS = Array.from({ length: 8 }, (_, n) => ({
  symbol: `C${n}/USD`,
  state: "holding" as const,
  strategy: "trend-follower".slice(0, 3 + n),
  sinceMs: n,
  actedMs: n,
  fullQuantity: 10n ** BigInt(n),
  markUnits: 1n,
}));
const POSITIONS = CAMPAIGNS.map(({ symbol, fullQuantity: quantity }, n) => ({
  symbol,
  quantity,
  lots: [{ n, openedMs: n, quantity, priceUnits: 7n, costUnits: 10n ** BigInt(2 * n) }],
}));

const places = fc.array(fc.nat({ max: CAMPAIGNS.length - 1 }), { maxLength: 12 });
const at = <T>(items: readonly T[], chosen: readonly number[]): readonly T[] => chosen.flatMap((place) => items.slice(place, place + 1));

describe("an encoder that remembers the state before", () => {
  it("gives the bytes of every state, whatever stood in those before it", () => {
    const state = fc.tuple(places, places, fc.boolean()).map(([held, ran, isAnew]): AccountState => {
      const positions = at(POSITIONS, held);
      return { ...OPENED, positions: isAnew ? structuredClone(positions) : positions, campaigns: at(CAMPAIGNS, ran) };
    });
    fc.assert(
      fc.property(fc.array(state, { maxLength: 12 }), (states) => {
        const encode = stateEncoder();
        for (const each of states) expect(encode(each).slice()).toEqual(encodeAccountState(each));
      }),
    );
  });

  it("takes room for more than it began with", () => {
    const encode = stateEncoder();
    const positions = Array.from({ length: 400 }, (_, n) => ({ symbol: `S${n}/USD`, quantity: BigInt(n), lots: [] }));
    for (const count of [400, 399, 400]) {
      const state = { ...OPENED, positions: positions.slice(0, count) };
      expect(encode(state).slice()).toEqual(encodeAccountState(state));
    }
  });
});
