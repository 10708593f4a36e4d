import { describe, expect, it } from "vitest";
import type { SignedIn } from "../context.ts";
import { createSessionCheck } from "./session-check.ts";

const ada: SignedIn = { personId: "p", email: "ada@example.org", name: "Ada", sessionId: "s" };

describe("the session check", () => {
  it("sees a revocation after two seconds at the latest", async () => {
    let nowMs = 0;
    let stored: SignedIn | undefined = ada;
    const check = createSessionCheck(
      () => Promise.resolve(stored),
      () => nowMs,
    );
    await expect(check.find("s")).resolves.toEqual(ada);
    stored = undefined;
    nowMs = 1_999;
    await expect(check.find("s")).resolves.toEqual(ada);
    nowMs = 2_000;
    await expect(check.find("s")).resolves.toBeUndefined();
  });

  it("asks once for a burst of requests", async () => {
    let asked = 0;
    const check = createSessionCheck(
      () => Promise.resolve((asked += 1) > 0 ? ada : undefined),
      () => 0,
    );
    await Promise.all([check.find("s"), check.find("s"), check.find("s")]);
    expect(asked).toBe(1);
  });

  it("keeps no failure", async () => {
    let isDown = true;
    const check = createSessionCheck(
      () => (isDown ? Promise.reject(new Error("down")) : Promise.resolve(ada)),
      () => 0,
    );
    await expect(check.find("s")).rejects.toThrow("down");
    isDown = false;
    await expect(check.find("s")).resolves.toEqual(ada);
  });

  it("looks again once a session was ended here", async () => {
    let stored: SignedIn | undefined = ada;
    const check = createSessionCheck(
      () => Promise.resolve(stored),
      () => 0,
    );
    await check.find("s");
    stored = undefined;
    check.forgetAll();
    await expect(check.find("s")).resolves.toBeUndefined();
  });
});
