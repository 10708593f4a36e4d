import { describe, expect, it } from "vitest";
import { formatLocal, formatUtc, formatUtcDate, formatUtcMinute } from "./time.ts";

const AT_MS = Date.UTC(2026, 10, 20, 14, 3, 7);

describe.concurrent("instants on the screen", () => {
  it("are written in UTC, to the second", () => {
    expect(formatUtc(AT_MS)).toBe("2026-11-20 14:03:07");
    expect(formatUtcDate(AT_MS)).toBe("2026-11-20");
    expect(formatUtcMinute(AT_MS)).toBe("14:03");
  });

  it("are told in the reader's zone by its name", () => {
    expect(formatLocal(AT_MS, "Asia/Tokyo")).toBe("2026-11-20 23:03:07 Asia/Tokyo");
    expect(formatLocal(Date.UTC(2026, 10, 20, 0, 0, 0), "UTC")).toBe("2026-11-20 00:00:00 UTC");
  });

  it("stay undefined where there is none", () => {
    expect([formatUtc(undefined), formatUtc(Number.NaN)]).toEqual(["–", "–"]);
  });
});
