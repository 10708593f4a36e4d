import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { claimFolder, holderOf } from "./claim.ts";
import { birthOf } from "./processes.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ballast-claim-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

describe("a claim", () => {
  it("is held once: the second is told by whom, and the release frees it", () => {
    const path = folder();
    const claim = claimFolder(path, "claim");
    expect(claimFolder(path, "claim")).toEqual({ pid: process.pid, birth: birthOf(process.pid) });
    if ("release" in claim) claim.release();
    expect(holderOf(path, "claim")).toBeUndefined();
    expect(claimFolder(path, "claim")).toHaveProperty("release");
  });

  it("of a process that died is void, and is taken over without a trace", () => {
    const path = folder();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(join(path, "claim"), JSON.stringify({ pid: dead, birth: "1" }));
    expect(holderOf(path, "claim")).toBeUndefined();
    expect(claimFolder(path, "claim")).toHaveProperty("release");
    expect(readdirSync(path)).toEqual(["claim"]);
  });

  it("of a process whose id was given to another since is void", () => {
    const path = folder();
    writeFileSync(join(path, "claim"), JSON.stringify({ pid: process.pid, birth: "before us" }));
    expect(holderOf(path, "claim")).toBeUndefined();
    expect(claimFolder(path, "claim")).toHaveProperty("release");
  });

  it("that is damaged is void", () => {
    const path = folder();
    writeFileSync(join(path, "claim"), "{");
    expect(claimFolder(path, "claim")).toHaveProperty("release");
  });
});
