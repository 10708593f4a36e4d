import { createHash } from "node:crypto";
import { toHex } from "@ballast/core/numeric/hash";
import { describe, expect, it } from "vitest";
import { sha256 } from "./sha256.ts";

describe("sha256", () => {
  it("gives the digest of the published vectors (FIPS 180-2)", () => {
    const of = (text: string): string => toHex(sha256(new TextEncoder().encode(text)));
    expect(of("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(of("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("gives every byte of a digest as it is", () => {
    for (let round = 0; round < 200; round += 1) {
      const bytes = Uint8Array.of(round, round >> 1);
      expect(toHex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });
});
