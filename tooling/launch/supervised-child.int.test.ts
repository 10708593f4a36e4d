import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort, isAlive } from "@ballast/services";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { SupervisedChild } from "./supervised-child.ts";
import { childPlan } from "./testing/child-plan.ts";

const EVENTUALLY = { timeout: 15_000, interval: 50 };

async function miniature(mood?: string) {
  const folder = mkdtempSync(join(tmpdir(), "ballast-child-"));
  const restarts: number[] = [];
  const plan = childPlan({ port: await findFreePort(), folder, ...(mood === undefined ? {} : { mood }) });
  const child = new SupervisedChild(plan, {
    say: () => undefined,
    onRestart: (pid) => {
      restarts.push(pid);
    },
    onLost: () => undefined,
  });
  onTestFinished(async () => {
    await child.stop();
    rmSync(folder, { recursive: true });
  });
  return { child, restarts, folder, plan };
}

const answer = async (url: string): Promise<string> => (await fetch(url)).text();

describe("a supervised child", () => {
  it("is up when its health endpoint answers, and down when it was asked to stop", async () => {
    const { child, plan, restarts } = await miniature();
    const pid = await child.start();
    expect(await answer(plan.healthUrl)).toBe(String(pid));
    await child.stop();
    expect(isAlive(pid)).toBe(false);
    expect(restarts).toEqual([]);
  });

  it("that dies is started again, and its new id is told", async () => {
    const { child, plan, restarts } = await miniature();
    const pid = await child.start();
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => {
      expect(restarts).toHaveLength(1);
    }, EVENTUALLY);
    expect(restarts[0]).not.toBe(pid);
    expect(await answer(plan.healthUrl)).toBe(String(restarts[0]));
  });

  it("that does not come up is an error with its last words", async () => {
    const { child } = await miniature("broken");
    await expect(child.start()).rejects.toThrow(/The miniature did not come up: it ended\..*ends:\nthe table is missing$/s);
  });

  it("that does not listen is killed within its grace", async () => {
    const { child } = await miniature("deaf");
    const pid = await child.start();
    const beganMs = Date.now();
    await child.stop();
    expect(isAlive(pid)).toBe(false);
    expect(Date.now() - beganMs).toBeLessThan(8_000);
  });

  it("ends by itself when the launcher is killed by kill −9", async () => {
    const { folder } = await miniature();
    const port = await findFreePort();
    const launcher = spawn(process.execPath, [join(import.meta.dirname, "testing/launch-and-hang.ts"), String(port), folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line]: readonly unknown[] = await once(launcher.stdout, "data");
    const pid = Number(String(line));
    expect(isAlive(pid)).toBe(true);
    launcher.kill("SIGKILL");
    await vi.waitFor(() => {
      expect(isAlive(pid)).toBe(false);
    }, EVENTUALLY);
    expect(readFileSync(join(folder, "miniature.log"), "utf8")).toBe("");
  });
});
