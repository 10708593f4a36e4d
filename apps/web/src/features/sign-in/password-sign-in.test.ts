import { describe, expect, it } from "vitest";
import { destination } from "./password-sign-in.ts";

describe("where a sign-in leads", () => {
  it("is back to the page of a workspace", () => {
    expect(destination("/w/demo/decisions?outcome=REFUSED")).toBe("/w/demo/decisions?outcome=REFUSED");
  });

  it("is never another site or an address that is no page of ours", () => {
    for (const next of [
      undefined,
      "",
      "https://example.org",
      "//example.org",
      "/w//example.org",
      "/\\example.org",
      "/w/demo/\\..",
      "/api/auth/signout",
    ])
      expect(destination(next)).toBe("/api/enter");
  });
});
