import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./axe.ts";
import { expectPage, PHONE, signIn, useBrowser, type Visitor } from "./browser.ts";
import { load, SCRIPTS_WITH_CURVES_MAX_KB, SHIFT_MAX } from "./first-load.ts";
import { startStack, type Stack } from "./stack.ts";

/** The lab as a researcher walks it: from the form over the engine's work to a page of paper. */

const STUDY = /\/lab\/[0-9a-f]{8}-[0-9a-f-]{27}$/;
/** The engine reads the bars before it opens a study, on two cores that others work on too. */
const OPENED_MS_MAX = 120_000;
const A_PAGE = /\/Type\s*\/Page[^s]/g;

let stack: Stack;
const browser = useBrowser();

beforeAll(async () => {
  stack = await startStack({ withEngine: true });
});

afterAll(() => stack.stop());

async function enter(of: Omit<Parameters<typeof browser.visit>[0], "url"> = {}): Promise<Visitor> {
  const visitor = await browser.visit({ url: stack.url, ...of });
  await signIn(visitor, stack.demo);
  await expectPage(visitor, "Overview");
  return visitor;
}

/** Fills the form and sends it, and answers the address of the study that the engine opened. */
async function ask(visitor: Visitor, of: { readonly parts: string; readonly title: string; readonly verb: string }): Promise<string> {
  const { page } = visitor;
  await page.goto(`/w/demo/lab/new?${of.parts}`);
  await expectPage(visitor, "New study");
  await page.getByLabel("Title").fill(of.title);
  await page.getByRole("button", { name: of.verb }).click();
  await page.waitForURL(STUDY, { timeout: OPENED_MS_MAX });
  await expectPage(visitor, of.title);
  return new URL(page.url()).pathname;
}

const waitForResult = ({ page }: Visitor): Promise<void> => page.getByRole("region", { name: "How far to trust this" }).waitFor();

describe("the lab", () => {
  it("takes a backtest from the form to its result, its trades and one page of paper", async () => {
    const visitor = await enter();
    const { page, complaints } = visitor;
    const path = await ask(visitor, { parts: "p.fast=5&p.slow=15", title: "A first look", verb: "Run backtest" });
    await waitForResult(visitor);
    await page.getByText("Trials on this dataset").waitFor();
    const trade = page.getByRole("table", { name: "Trades" }).locator("tbody tr").first();
    await trade.click();
    await page.waitForURL(/trade=1/);
    await page.getByRole("figure", { name: "Candles around trade 1" }).waitFor();
    await page.goto(`${path}/tearsheet`);
    await expectPage(visitor, "A first look");
    const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(paper.toString("latin1").match(A_PAGE)).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it("shows a sweep as it goes, then its map, whose arrows lead from set to set", async () => {
    const visitor = await enter();
    const { page } = visitor;
    await ask(visitor, { parts: "kind=sweep&p.fast=5:25:5&p.slow=30:60:10", title: "A small grid", verb: "Run sweep" });
    await page
      .getByRole("heading", { name: "Progress" })
      .or(page.getByRole("region", { name: "How far to trust this" }))
      .first()
      .waitFor();
    await waitForResult(visitor);
    const map = page.getByRole("table", { name: /Sharpe by Fast EMA and Slow EMA/ });
    const picked = map.locator("button[aria-pressed=true]");
    await map.locator('button[data-cell="5 30"]').click();
    await expect.poll(() => picked.getAttribute("data-cell")).toBe("5 30");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => picked.getAttribute("data-cell")).toBe("10 30");
    await page.getByRole("heading", { name: "Fast EMA 10, Slow EMA 30" }).waitFor();
  });

  it("takes the selector over two instruments under limits, with fills along the bar", async () => {
    const visitor = await enter();
    const parts = "strategy=governed&profile=balanced&instruments=BTC/USD,ETH/USD&v.name=bar-path&p.trendStopAtr=2";
    await ask(visitor, { parts, title: "With every check", verb: "Run backtest" });
    await waitForResult(visitor);
    await visitor.page.getByText("bar-path, the price turning against the order first").waitFor();
  });

  it("names the field that is wrong, and asks for nothing until it is mended", async () => {
    const { page } = await enter();
    await page.goto("/w/demo/lab/new?kind=sweep&p.fast=1:900:1&p.slow=1:900:1&feeBps=5000");
    const run = page.getByRole("button", { name: "Run sweep" });
    await page.getByText(/parameter sets .* are more than/).waitFor();
    await page.getByText("At most 1000").waitFor();
    expect(await run.isDisabled()).toBe(true);
    await page.getByLabel("Fast EMA (bars)").fill("5,10");
    await page.getByLabel("Slow EMA (bars)").fill("30");
    await page.getByLabel("Fee (bp)").fill("26");
    await expect.poll(() => run.isEnabled()).toBe(true);
  });

  it("draws its result within the budget, without a shift, and readable by everyone", async () => {
    const visitor = await enter({ colorScheme: "dark" });
    const { page } = visitor;
    const path = await ask(visitor, { parts: "p.fast=10&p.slow=40", title: "To be measured", verb: "Run backtest" });
    await waitForResult(visitor);
    for (const each of [path, `${path}/tearsheet`]) expect(await axeFindings(visitor, each), each).toEqual([]);
    const { scriptsKb, shift } = await load(visitor, path);
    console.info(`a result: ${scriptsKb.toFixed(0)} kB of scripts, layout shift ${shift.toFixed(3)}`);
    expect(scriptsKb).toBeLessThanOrEqual(SCRIPTS_WITH_CURVES_MAX_KB);
    expect(shift).toBeLessThanOrEqual(SHIFT_MAX);
    await page.setViewportSize(PHONE);
    for (const each of [path, `${path}/tearsheet`, `/w/demo/lab/compare?ids=${path.split("/").at(-1) ?? ""}`]) {
      await page.goto(each);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: each })
        .toBeLessThanOrEqual(PHONE.width);
    }
  });
});
