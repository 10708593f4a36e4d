import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assetOf } from "../money/asset.ts";
import { postingsOfFill, postingsOfOpening } from "./postings.ts";
import { imbalances, sealTransaction, type LedgerTransaction } from "./transaction.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const BOOK = { accountKey: "a", runKey: "r" };
const pair = { base: assetOf("BTC"), quote: assetOf("USD") };

const OPENING: Omit<LedgerTransaction, "hash"> = {
  ledgerSeq: 1,
  atMs: 5,
  kind: "OPENING",
  reference: "starting balance",
  postings: postingsOfOpening({ asset: "USD", units: 100n }),
  previousHash: new Uint8Array(32),
};

describe("postings", () => {
  it("of any fill sum to zero per asset and post nothing of zero", () => {
    const units = fc.bigInt({ min: 0n, max: 10n ** 24n });
    fc.assert(
      fc.property(fc.constantFrom("buy" as const, "sell" as const), units, units, units, (side, quantity, notionalUnits, feeUnits) => {
        const postings = postingsOfFill({ side, pair, quantity: quantity + 1n, notionalUnits, feeUnits });
        expect(imbalances(postings)).toEqual([]);
        expect(postings.every((posting) => posting.units !== 0n)).toBe(true);
        const account = postings.filter(({ ledgerAccount }) => ledgerAccount === "account");
        const quote = account.filter(({ asset }) => asset === "USD").reduce((sum, posting) => sum + posting.units, 0n);
        expect(quote).toBe(side === "buy" ? -notionalUnits - feeUnits : notionalUnits - feeUnits);
      }),
    );
  });

  it("refuse a movement of less than nothing", () => {
    expect(() => postingsOfOpening({ asset: "USD", units: -1n })).toThrow();
  });
});

describe("ledger transaction", () => {
  it("is hashed with its book, its link and every posting", () => {
    const sealed = sealTransaction(sha256, BOOK, OPENING).hash;
    const [first, second] = OPENING.postings;
    if (first === undefined || second === undefined) throw new Error("no postings");
    const others = [
      sealTransaction(sha256, { ...BOOK, accountKey: "b" }, OPENING),
      sealTransaction(sha256, { ...BOOK, runKey: "s" }, OPENING),
      sealTransaction(sha256, BOOK, { ...OPENING, previousHash: sealed }),
      sealTransaction(sha256, BOOK, { ...OPENING, ledgerSeq: 2 }),
      sealTransaction(sha256, BOOK, { ...OPENING, atMs: 6 }),
      sealTransaction(sha256, BOOK, { ...OPENING, kind: "FILL" }),
      sealTransaction(sha256, BOOK, { ...OPENING, reference: "other" }),
      sealTransaction(sha256, BOOK, { ...OPENING, postings: [second, first] }),
      sealTransaction(sha256, BOOK, {
        ...OPENING,
        postings: [
          { ...first, units: -101n },
          { ...second, units: 101n },
        ],
      }),
      sealTransaction(sha256, BOOK, { ...OPENING, postings: [{ ...first, ledgerAccount: "venue_clearing" }, second] }),
    ].map(({ hash: other }) => other.toString());
    expect(new Set([sealed.toString(), ...others]).size).toBe(11);
  });

  it("can't be sealed empty, unbalanced, balanced across assets only, or with a posting of nothing", () => {
    const seal = (postings: LedgerTransaction["postings"]) => () => sealTransaction(sha256, BOOK, { ...OPENING, postings });
    const posting = (asset: string, units: bigint) => ({ ledgerAccount: "account" as const, asset, units });
    expect(seal([])).toThrow(/empty/);
    expect(seal([posting("USD", 1n)])).toThrow(/leaves 1 USD/);
    expect(seal([posting("USD", 1n), posting("BTC", -1n)])).toThrow(/leaves/);
    expect(seal([posting("USD", 0n)])).toThrow(/posts nothing/);
  });
});
