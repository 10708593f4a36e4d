import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeWeigh } from "./make-decide.ts";
import { FLAT, decideScene, kill } from "./decide-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const { decide, hashed, inputAt, ENTRY, QUIET, longAccount } = decideScene(sha256);

describe("a clock that stepped back", () => {
  const refusalAt = (nowMs: number, earliestMs: number) => ({
    check: "clock_step",
    code: "CLOCK_STEPPED_BACK",
    symbol: "",
    facts: [
      ["nowMs", String(nowMs)],
      ["earliestMs", String(earliestMs)],
    ],
  });

  it.each([
    ["in a quiet hour", QUIET, 3 * 86_400_000],
    ["in a quiet hour, by a millisecond", QUIET, 1],
    ["where entries are proposed", ENTRY, 3 * 86_400_000],
  ])("refuses the whole slot once, with the time it shows and the earliest it may: %s", (_, index, backMs) => {
    const input = inputAt(index);
    const { atMs } = input.slot;
    const nowMs = atMs - backMs;
    const { output } = decide({ ...input, nowMs });
    expect(output).toMatchObject({ outcome: "REFUSED", reasonCodes: ["CLOCK_STEPPED_BACK"], intents: [], cancels: [] });
    expect(output.refusals).toEqual([refusalAt(nowMs, atMs)]);
    expect(output.state).toBe(input.account.value);
    expect(makeWeigh({ sha256 })({ ...input, nowMs })).toMatchObject({ refusals: output.refusals, intents: [] });
    expect(decide({ ...input, nowMs: atMs }).output.reasonCodes).not.toContain("CLOCK_STEPPED_BACK");
  });

  it("is one that shows less than the account knows, too", () => {
    const input = inputAt(QUIET);
    const later = input.nowMs + 1;
    const { output } = decide({ ...input, account: hashed({ ...FLAT, recentOrdersMs: [later] }) });
    expect(output).toMatchObject({ outcome: "REFUSED", refusals: [refusalAt(input.nowMs, later)] });
  });

  it("does not keep a kill switch from selling: the refusal stands beside the sales", () => {
    const long = longAccount();
    const input = inputAt(ENTRY, long, { kills: [kill("flatten")] });
    const { output } = decide({ ...input, nowMs: input.slot.atMs - 86_400_000 });
    expect(output.outcome).toBe("INTENTS");
    expect(output.intents.map(({ symbol, reason }) => [symbol, reason])).toEqual(
      long.positions.map(({ symbol }) => [symbol, "KILL_FLATTEN"]),
    );
    expect(output.refusals.map(({ code }) => code)).toEqual(["CLOCK_STEPPED_BACK"]);
    expect(output.reasonCodes).toContain("CLOCK_STEPPED_BACK");
  });

  it("is refused in the downtime window too where the clock stepped back", () => {
    const open = inputAt(ENTRY, longAccount());
    const atMs = open.slot.atMs - (open.slot.atMs % 86_400_000) + 27 * 3_600_000;
    const input = { ...open, slot: { ...open.slot, atMs } };
    const { output } = decide({ ...input, nowMs: input.slot.atMs - 1 });
    expect(output).toMatchObject({ outcome: "REFUSED", reasonCodes: ["CLOCK_STEPPED_BACK", "WINDOW_DOWNTIME"], intents: [] });
    expect(output.refusals).toHaveLength(1);
    expect(output.state).toBe(input.account.value);
  });
});
