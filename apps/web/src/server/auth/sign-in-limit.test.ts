import { describe, expect, it } from "vitest";
import { createSignInLimit } from "./sign-in-limit.ts";

const WINDOW_MS = 15 * 60_000;
const ada = { email: "ada@example.org", address: "192.0.2.1" };

describe("the sign-in limit", () => {
  it("lets the fifth failure be the last for one e-mail and address", () => {
    const limit = createSignInLimit();
    for (let n = 0; n < 4; n += 1) limit.countFailure({ ...ada, nowMs: n });
    expect(limit.blockedUntil({ ...ada, nowMs: 10 })).toBeUndefined();
    limit.countFailure({ ...ada, nowMs: 4 });
    expect(limit.blockedUntil({ ...ada, nowMs: 10 })).toBe(WINDOW_MS);
  });

  it("forgets a failure after its window", () => {
    const limit = createSignInLimit();
    for (let n = 0; n < 5; n += 1) limit.countFailure({ ...ada, nowMs: n });
    expect(limit.blockedUntil({ ...ada, nowMs: WINDOW_MS })).toBeUndefined();
  });

  it("does not block another address for the same e-mail until thirty failures", () => {
    const limit = createSignInLimit();
    for (let n = 0; n < 29; n += 1) limit.countFailure({ email: ada.email, address: `192.0.2.${n}`, nowMs: n });
    expect(limit.blockedUntil({ email: ada.email, address: "198.51.100.7", nowMs: 30 })).toBeUndefined();
    limit.countFailure({ email: ada.email, address: "192.0.2.200", nowMs: 30 });
    expect(limit.blockedUntil({ email: ada.email, address: "198.51.100.7", nowMs: 31 })).toBe(WINDOW_MS);
  });

  it("blocks one address that guesses fifty e-mails", () => {
    const limit = createSignInLimit();
    for (let n = 0; n < 50; n += 1) limit.countFailure({ email: `p${n}@example.org`, address: ada.address, nowMs: n });
    expect(limit.blockedUntil({ email: "new@example.org", address: ada.address, nowMs: 51 })).toBeDefined();
    expect(limit.blockedUntil({ email: "new@example.org", address: "198.51.100.7", nowMs: 51 })).toBeUndefined();
  });
});
