import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterOf, correlationFromTriangle, type CorrelationOf } from "./clusters.ts";

/** Correlations by pair, in either order; every other pair has none. */
const known = (pairs: Readonly<Record<string, number | undefined>>): CorrelationOf => {
  const byPair = new Map(Object.entries(pairs));
  return (left, right) => {
    const key = [left, right].sort().join(" ");
    return byPair.has(key) ? byPair.get(key) : 0;
  };
};
const cluster = (held: readonly string[], correlationBps: CorrelationOf) =>
  clusterOf({ candidate: "C", held, correlationBpsMax: 7_000, correlationBps });

describe("cluster of a candidate", () => {
  it("is what it correlates with above the threshold, and not at it", () => {
    expect(cluster(["A", "B"], known({ "A C": 7_001, "B C": 7_000 }))).toEqual({ members: ["A"], unknown: undefined });
  });

  it("reaches over members: what hangs together is one bet", () => {
    expect(cluster(["A", "B", "D", "E"], known({ "A C": 9_000, "A B": 9_000, "B D": 9_000 })).members).toEqual(["A", "B", "D"]);
  });

  it("leaves out what moves the other way", () => {
    expect(cluster(["A"], known({ "A C": -9_999 })).members).toEqual([]);
  });

  it("names the first whose correlation with the candidate is not known", () => {
    expect(cluster(["A", "B"], known({ "B C": undefined })).unknown).toBe("B");
    expect(cluster(["A", "B"], () => undefined).unknown).toBe("A");
    expect(cluster([], () => undefined)).toEqual({ members: [], unknown: undefined });
  });

  it("counts the unknown between two held ones as correlated", () => {
    expect(cluster(["A", "B"], known({ "A C": 9_000, "A B": undefined }))).toEqual({ members: ["A", "B"], unknown: undefined });
  });

  it("is the connected component, whatever the graph", () => {
    const edges = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), { maxLength: 14 });
    fc.assert(
      fc.property(edges, (links) => {
        const linked = (left: number, right: number) =>
          links.some(([one, other]) => (one === left && other === right) || (one === right && other === left));
        const held = [1, 2, 3, 4, 5, 6, 7].map(String);
        const { members } = clusterOf({
          candidate: "0",
          held,
          correlationBpsMax: 7_000,
          correlationBps: (left, right) => (linked(Number(left), Number(right)) ? 8_000 : 0),
        });
        // The other way: spread labels along the edges until none moves.
        const label = [0, 1, 2, 3, 4, 5, 6, 7];
        for (let round = 0; round < 8; round += 1)
          for (const [one, other] of links) {
            const least = Math.min(label[one] ?? 0, label[other] ?? 0);
            label[one] = least;
            label[other] = least;
          }
        expect([...members].sort()).toEqual(held.filter((symbol) => label[Number(symbol)] === 0));
      }),
    );
  });
});

describe("a triangle of correlations", () => {
  const correlationBps = correlationFromTriangle(["A", "B", "C"], [100, 200, undefined]);

  it("is read in either order", () => {
    expect([correlationBps("A", "B"), correlationBps("B", "A")]).toEqual([100, 100]);
    expect([correlationBps("A", "C"), correlationBps("C", "A")]).toEqual([200, 200]);
  });

  it("has each symbol move with itself", () => {
    expect([correlationBps("A", "A"), correlationBps("C", "C")]).toEqual([10_000, 10_000]);
  });

  it("knows nothing of what warms up, nor of who is not in it", () => {
    expect(correlationBps("B", "C")).toBeUndefined();
    expect(correlationBps("A", "X")).toBeUndefined();
    expect(correlationBps("X", "A")).toBeUndefined();
  });

  it("holds every pair of a larger universe at its own place", () => {
    const symbols = Array.from({ length: 30 }, (_, index) => `S${String(index).padStart(2, "0")}`);
    const triangle: number[] = [];
    symbols.forEach((_left, i) => {
      for (let j = i + 1; j < symbols.length; j += 1) triangle.push(i * 100 + j);
    });
    const of = correlationFromTriangle(symbols, triangle);
    symbols.forEach((left, i) => {
      symbols.forEach((right, j) => {
        if (i < j) expect(of(left, right)).toBe(i * 100 + j);
      });
    });
  });
});
