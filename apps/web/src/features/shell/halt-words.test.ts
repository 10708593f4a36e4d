import { describe, expect, it } from "vitest";
import type { Halt } from "./answers.ts";
import { consequenceText, haltReason, haltReleasers, haltTitle } from "./halt-words.ts";

const HALT: Halt = {
  id: "1",
  scope: "workspace",
  subject: "w",
  subjectName: "Demo",
  verb: "block_entries",
  sinceMs: 0,
  setBy: "ann@example.com",
  releasePersons: 1,
  isReleaseAgreed: false,
  reason: "drill",
};

describe.concurrent("halts in words", () => {
  it("name what holds and where", () => {
    expect(haltTitle(HALT)).toBe("Entries are blocked in this workspace");
    expect(haltTitle({ ...HALT, scope: "instrument", subjectName: "BTC/USD", verb: "reduce_only" })).toBe(
      "Orders may only reduce for BTC/USD",
    );
  });

  it("say of a model that its entries are blocked, whatever verb its halt was given", () => {
    const model: Halt = { ...HALT, scope: "model", subject: "foo", subjectName: "foo", verb: "flatten", openPositions: 0 };
    expect(haltTitle(model)).toBe("Entries are blocked for model foo");
  });

  it("name the accounts whose own trigger tripped, and nobody else's", () => {
    expect(haltTitle({ ...HALT, scope: "all", subject: "", code: "INTEGRITY_BROKEN", accounts: 1 })).toBe(
      "Entries are blocked on 1 account",
    );
    expect(haltTitle({ ...HALT, scope: "all", subject: "" })).toBe("Entries are blocked everywhere on this installation");
  });

  it("say who can end one", () => {
    const by = (change: Partial<Halt>): string => haltReleasers({ ...HALT, ...change }, "owner, admin");
    expect(by({})).toBe("owner, admin");
    expect(by({ releasePersons: 2 })).toBe("two of owner, admin");
    expect(by({ scope: "all" })).toBe("whoever runs the installation");
    expect(by({ scope: "all", releasePersons: 2 })).toBe("whoever runs the installation, once two of owner, admin agree");
    expect(by({ scope: "all", code: "HEARTBEAT_GAP" })).toBe("owner, admin");
  });

  it("say of a flatten what it has still to sell, and that there is nothing where there is nothing", () => {
    const flatten: Halt = { ...HALT, scope: "account", subjectName: "Harbour", verb: "flatten" };
    expect(haltTitle({ ...flatten, openPositions: 2 })).toBe("Selling 2 positions on Harbour");
    expect(haltTitle({ ...flatten, openPositions: 1 })).toBe("Selling 1 position on Harbour");
    expect(haltTitle({ ...flatten, openPositions: 0 })).toBe("Nothing is left to sell, entries are blocked on Harbour");
  });

  it("say which positions a flatten can't sell, as their books broke", () => {
    const flatten: Halt = { ...HALT, verb: "flatten", openPositions: 0, stuck: { positions: 6, of: "Steady" } };
    expect(haltTitle(flatten)).toBe("6 positions of Steady can't be sold: its books broke");
    expect(haltTitle({ ...flatten, openPositions: 1 })).toMatch(
      /^Selling 1 position in this workspace; 6 positions of Steady can't be sold/,
    );
  });

  it("say of broken books what that means before what was found", () => {
    expect(haltReason({ reason: "BOOK_BROKEN: account steady, before slot 7: ledger head 260" })).toMatch(/^its books do not add up/);
  });

  it("count what an act would touch, in the right number", () => {
    expect(consequenceText("cancel", { accounts: 3, openOrders: 14, openPositions: 2, waitingEntries: 3 })).toContain(
      "Cancels 3 waiting entries. Positions and their protective stops stay.",
    );
    expect(consequenceText("cancel", { accounts: 1, openOrders: 1, openPositions: 0, waitingEntries: 1 })).toContain("1 waiting entry.");
    expect(consequenceText("flatten", { accounts: 1, openOrders: 0, openPositions: 1, waitingEntries: 0 })).toContain(
      "Sells 1 position at market on 1 account and cancels 0 open orders",
    );
  });

  it("say why in a line: a person's words as theirs, an engine's without its code", () => {
    expect(haltReason({ ...HALT, reason: "the feed looks wrong" })).toBe("“the feed looks wrong”.");
    expect(haltReason({ code: "VOLATILITY_BLOWN", reason: "VOLATILITY_BLOWN: Halted: the last hour moved a multiple of the usual." })).toBe(
      "the last hour moved a multiple of the usual.",
    );
  });

  it("say so while the count is on its way", () => {
    expect(consequenceText("flatten", undefined)).toMatch(/Counting/);
  });
});
