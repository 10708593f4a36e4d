import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveId, toHex, type IdParts } from "./hash.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const PARTS: IdParts = { kind: "order", accountKey: "a", runKey: "live", slotKey: "bar:0:0", n: 1 };

describe("deriveId", () => {
  it("gives this UUIDv8 for these parts", () => {
    expect(deriveId(sha256, PARTS)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(deriveId(sha256, PARTS)).toBe(deriveId(sha256, { ...PARTS }));
    expect(deriveId(sha256, PARTS)).toBe("111e8484-f1d3-8008-b765-14aeb97503fc");
  });

  it("gives another id where any part differs, also where texts only move a border", () => {
    const others: readonly IdParts[] = [
      { ...PARTS, kind: "fill" },
      { ...PARTS, accountKey: "al", runKey: "ive" },
      { ...PARTS, slotKey: "bar:0:1" },
      { ...PARTS, n: 2 },
    ];
    const ids = new Set([PARTS, ...others].map((parts) => deriveId(sha256, parts)));
    expect(ids.size).toBe(1 + others.length);
  });
});

describe("toHex", () => {
  it("writes two digits a byte", () => {
    expect(toHex(Uint8Array.of(0, 15, 255))).toBe("000fff");
  });
});
