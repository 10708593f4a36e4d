import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expectSettled, type Visitor } from "./browser.ts";

/** How long a page that has everything may still move: tables measure, charts draw. */
export const SETTLE_MS = 500;

type Finding = { readonly id: string; readonly nodes: readonly string[] };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RUN_AXE = `${AXE}; axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 160)) })))`;

/** Evaluated over the debugger's channel, which the page's policy does not reach. */
export async function axeFindings(visitor: Visitor, path: string): Promise<readonly Finding[]> {
  const { page } = visitor;
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expectSettled(visitor);
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate<readonly Finding[]>(RUN_AXE);
}
