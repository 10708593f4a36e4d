import { join } from "node:path";
import type { ChildPlan } from "../supervised-child.ts";

export type Miniature = { readonly port: number; readonly folder: string; readonly mood?: string };

/** Runs the child in miniature the way the launcher runs the real ones. */
export function childPlan({ port, folder, mood = "" }: Miniature): ChildPlan {
  const launch = join(import.meta.dirname, "..");
  return {
    name: "miniature",
    program: process.execPath,
    args: ["--import", join(launch, "exit-with-launcher.mjs"), join(import.meta.dirname, "obedient-child.mjs"), String(port), mood],
    cwd: folder,
    env: { PATH: process.env["PATH"] },
    logFile: join(folder, "miniature.log"),
    healthUrl: `http://127.0.0.1:${port}/`,
  };
}
