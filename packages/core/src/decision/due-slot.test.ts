import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { type AccountState } from "./account-state.ts";
import type { KillFact } from "./decide-types.ts";
import { dueOf } from "./due.ts";
import { markEquity } from "./exposure.ts";
import { makeWeigh } from "./make-decide.ts";

import { FLAT, INSTRUMENTS, decideScene, kill } from "./decide-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const { decide, inputAt, ENTRY, longAccount } = decideScene(sha256);

describe("a due slot", () => {
  const dayMs = 86_400_000 * 19_000;
  const prices = { snapshot: inputAt(ENTRY).snapshot.snapshot, instruments: INSTRUMENTS };
  const dueAt = (hour: number, kills: readonly KillFact[] = [], state: AccountState = FLAT) => {
    const atMs = dayMs + hour * 3_600_000;
    const closed = { ...prices, snapshot: { ...prices.snapshot, closeMs: atMs } };
    return dueOf({ kind: "hour", atMs, profile: GUARDED_PROFILE, kills, state, prices: closed });
  };
  const due = (...slot: Parameters<typeof dueAt>) => dueAt(...slot).isDue;

  it("is skipped in the downtime window: from 03:00, and decided again at 05:00", () => {
    expect([2, 3, 4, 5].map((hour) => due(hour))).toEqual([true, false, false, true]);
    expect(dueAt(4)).toEqual({ isDue: false, reason: "WINDOW_DOWNTIME", facts: [["untilMs", String(dayMs + 5 * 3_600_000)]] });
  });

  it("leaves a receipt where it is skipped: why, the mark of its book, and nothing moved", () => {
    const open = inputAt(ENTRY, longAccount());
    const atMs = open.slot.atMs - (open.slot.atMs % 86_400_000) + 27 * 3_600_000;
    const input = { ...open, slot: { ...open.slot, atMs }, nowMs: atMs + 2_000 };
    const { output, account, accountBytes } = decide(input);
    const code = "WINDOW_DOWNTIME";
    expect(output).toMatchObject({ outcome: "SKIPPED", reasonCodes: [code], refusals: [], intents: [], cancels: [], halts: [] });
    expect(output.facts).toEqual([{ symbol: "", code, values: [["untilMs", String(input.slot.atMs + 2 * 3_600_000)]] }]);
    expect(output.equityUnits).toBe(markEquity({ snapshot: input.snapshot.snapshot, instruments: INSTRUMENTS }, input.account.value).units);
    expect(account).toBe(input.account);
    expect(accountBytes).toBeUndefined();
    expect(makeWeigh({ sha256 })(input)).toMatchObject({
      intents: [],
      equityUnits: output.equityUnits,
      state: input.account.value,
    });
  });

  it("is decided in downtime where a kill switch has something to act on", () => {
    expect(due(4, [kill("flatten")])).toBe(false);
    expect(due(4, [kill("flatten")], longAccount())).toBe(true);
    expect(due(4, [kill("cancel")], longAccount())).toBe(false);
    expect(due(4, [kill("cancel")], decide(inputAt(ENTRY)).output.state)).toBe(true);
    expect(due(4, [kill("block_entries")], longAccount())).toBe(false);
  });

  it("is decided in downtime where a limit of the account's own halts it, and not for a rung above", () => {
    const long = longAccount();
    const equityUnits = markEquity(prices, long).units;
    const fallen = (bps: bigint): AccountState => ({
      ...long,
      ladder: {
        ...long.ladder,
        dayStartMs: dayMs,
        dayOpenUnits: equityUnits,
        lastEquityUnits: equityUnits,
        highWaterUnits: (equityUnits * 10_000n) / (10_000n - bps) + 1n,
      },
    });
    expect([1_500n, 2_000n].map((bps) => due(4, [], fallen(bps)))).toEqual([false, true]);
    const losing = { ...long, ladder: { ...long.ladder, dayStartMs: dayMs, dayOpenUnits: (equityUnits * 10_000n) / 9_700n + 1n } };
    expect(due(4, [], losing)).toBe(true);
    expect(due(4, [], { ...losing, positions: [] })).toBe(false);
  });
});
