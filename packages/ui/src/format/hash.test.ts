import { expect, it } from "vitest";
import { shortenHash } from "./hash.ts";

it("shows both ends of a hash, and short ones whole", () => {
  expect(shortenHash("0123456789abcdef0123456789abcdef")).toBe("01234567…cdef");
  expect(shortenHash("0123456789abc")).toBe("0123456789abc");
  expect(shortenHash(undefined)).toBe("–");
});
