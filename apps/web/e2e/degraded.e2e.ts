import { putEngineHealth } from "@ballast/db/repositories/engine-health";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useBrowser } from "./browser.ts";
import { startStack, type Stack } from "./stack.ts";

/** What a page says while a part of the product is away; the heartbeats are the test's own. */

const SHOWN_MS_MAX = 45_000;

let stack: Stack;
const browser = useBrowser();

beforeAll(async () => {
  stack = await startStack({ withEngine: false });
});
afterAll(() => stack.stop());

async function beat(agoMs: number, queueAwaySinceMs?: number): Promise<void> {
  const nowMs = Date.now();
  const health = { worker: "heart", startedAtMs: nowMs, seenAtMs: nowMs - agoMs, state: "running", queueAwaySinceMs };
  await putEngineHealth(stack.database.pools.engine, health);
}

async function ready(): Promise<readonly [status: number, waitingFor: unknown]> {
  const response = await fetch(`${stack.url}/api/ready`);
  const answer: unknown = await response.json();
  return [response.status, typeof answer === "object" && answer !== null && "waitingFor" in answer ? answer.waitingFor : undefined];
}

it("a page says what is away and since when, and stops saying it without a reload", async () => {
  const { page, complaints } = await browser.visit({ url: stack.url });
  await page.goto("/sign-in");
  const band = page.getByRole("status").filter({ hasText: "Degraded" });
  await band.getByText("no engine runs").waitFor({ timeout: SHOWN_MS_MAX });
  await expect.poll(ready).toEqual([503, ["engine"]]);

  await beat(0);
  await band.waitFor({ state: "detached", timeout: SHOWN_MS_MAX });
  await beat(0);
  await expect.poll(ready).toEqual([200, []]);

  await beat(0, Date.now() - 12_000);
  await band.getByText("the queue (Redis) does not answer").waitFor({ timeout: SHOWN_MS_MAX });
  await expect.poll(ready).toEqual([503, ["redis"]]);

  await beat(40_000);
  await band.getByText("the engine is silent").waitFor({ timeout: SHOWN_MS_MAX });
  expect(await band.innerText()).toMatch(/Since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\. No new decisions, orders or fills/);
  expect((await fetch(`${stack.url}/api/health`)).status).toBe(200);
  expect(complaints).toEqual([]);
});
