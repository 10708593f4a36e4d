import { join } from "node:path";
import { onTestFinished } from "vitest";
import { makeThrowawayState } from "../throwaway.ts";

export const PROJECT_ROOT = join(import.meta.dirname, "../../../..");

/** A state folder of the test's own, under the clone's throw-away state: a killed test run leaves nothing for good. */
export async function scratchState(): Promise<string> {
  const state = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: {}, onProgress: () => undefined });
  onTestFinished(state.remove);
  return state.stateDir;
}

/** Remembers what was told, for a look at it afterwards. */
export function listener(): { readonly lines: string[]; readonly onProgress: (line: string) => void } {
  const lines: string[] = [];
  return {
    lines,
    onProgress: (line) => {
      lines.push(line);
    },
  };
}
