import { describe, expect, it } from "vitest";
import { createSignInLimit, type SignInLimit } from "./sign-in-limit.ts";

const WINDOW_MS = 15 * 60_000;
const ada = { email: "ada@example.org", address: "192.0.2.1" };

function fail(limit: SignInLimit, times: number, of: (n: number) => { readonly email: string; readonly address: string }): void {
  for (let n = 0; n < times; n += 1) limit.admit({ ...of(n), nowMs: n });
}

describe.concurrent("the sign-in limit", () => {
  it("lets the fifth failure be the last for one e-mail and address", () => {
    const limit = createSignInLimit();
    fail(limit, 4, () => ada);
    expect(limit.admit({ ...ada, nowMs: 4 })).toBeDefined();
    expect(limit.admit({ ...ada, nowMs: 10 })).toBeUndefined();
  });

  it("forgets a failure after its window", () => {
    const limit = createSignInLimit();
    fail(limit, 5, () => ada);
    expect(limit.admit({ ...ada, nowMs: WINDOW_MS - 1 })).toBeUndefined();
    expect(limit.admit({ ...ada, nowMs: WINDOW_MS })).toBeDefined();
  });

  it("counts a try before its password is looked at, so that guesses sent at once are five too", () => {
    const limit = createSignInLimit();
    const admitted = Array.from({ length: 1_000 }, () => limit.admit({ ...ada, nowMs: 0 })).filter((one) => one !== undefined);
    expect(admitted).toHaveLength(5);
  });

  it("takes a try back that was right", () => {
    const limit = createSignInLimit();
    for (let n = 0; n < 100; n += 1) limit.admit({ ...ada, nowMs: n })?.succeed();
    expect(limit.admit({ ...ada, nowMs: 100 })).toBeDefined();
  });

  it("blocks an e-mail from everywhere after thirty failures, however the address changes", () => {
    const limit = createSignInLimit();
    fail(limit, 29, (n) => ({ email: ada.email, address: `192.0.2.${n}` }));
    limit.admit({ email: ada.email, address: "198.51.100.7", nowMs: 30 })?.succeed();
    expect(limit.admit({ email: ada.email, address: "192.0.2.200", nowMs: 30 })).toBeDefined();
    expect(limit.admit({ email: ada.email, address: "198.51.100.7", nowMs: 31 })).toBeUndefined();
    expect(limit.admit({ email: "bob@example.org", address: "198.51.100.7", nowMs: 31 })).toBeDefined();
  });

  it("keeps counting a guessed e-mail through a flood of others", () => {
    const limit = createSignInLimit();
    fail(limit, 29, (n) => ({ email: ada.email, address: `192.0.2.${n}` }));
    fail(limit, 10_100, (n) => ({ email: `p${n}@example.org`, address: `10.${n % 250}.${Math.floor(n / 250)}.1` }));
    limit.admit({ email: ada.email, address: "198.51.100.1", nowMs: 40 });
    expect(limit.admit({ email: ada.email, address: "198.51.100.2", nowMs: 41 })).toBeUndefined();
  });

  it("blocks one address that guesses fifty e-mails", () => {
    const limit = createSignInLimit();
    fail(limit, 50, (n) => ({ email: `p${n}@example.org`, address: ada.address }));
    expect(limit.admit({ email: "new@example.org", address: ada.address, nowMs: 51 })).toBeUndefined();
    expect(limit.admit({ email: "new@example.org", address: "198.51.100.7", nowMs: 51 })).toBeDefined();
  });
});
