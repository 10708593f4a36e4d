import { gzipSync } from "node:zlib";
import type { Visitor } from "./browser.ts";

const KB = 1_024;
export const SCRIPTS_MAX_KB = 250;
export const SCRIPTS_WITH_CURVES_MAX_KB = 350;
export const SHIFT_MAX = 0.02;

type Load = { readonly scriptsKb: number; readonly shift: number };

/** Runs in the page: how far its parts have moved since it began, as browsers count it. */
function sumShifts(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ("value" in entry && typeof entry.value === "number") sum += entry.value;
    });
    observer.observe({ type: "layout-shift", buffered: true });
    // Past entries are handed over on the next turn, or there are none.
    setTimeout(() => {
      resolve(sum);
    }, 500);
  });
}

/** Everything that a page fetches as script until the network is idle but for the live stream, and how far its parts moved. */
export async function load({ context }: Visitor, path: string): Promise<Load> {
  const page = await context.newPage();
  const bodies = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script")
      bodies.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
  });
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForTimeout(3_000);
  const shift = await page.evaluate(sumShifts);
  const bytes = (await Promise.all(bodies.values())).reduce((sum, size) => sum + size, 0);
  await page.close();
  return { scriptsKb: bytes / KB, shift };
}
