import { startRedis, type OnProgress } from "@ballast/services";
import type { TestServer } from "./postgres.ts";

/** A Redis of our own without persistence. */
export async function startTestRedis(stateDir: string, onProgress: OnProgress): Promise<TestServer & { readonly url: string }> {
  return startRedis({ stateDir, persistence: "none", onProgress });
}
