import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings, SETTLE_MS } from "./axe.ts";
import { expectPage, expectSettled, PHONE, signIn, useBrowser, type Visitor } from "./browser.ts";
import { load, SCRIPTS_MAX_KB, SCRIPTS_WITH_CURVES_MAX_KB, SHIFT_MAX } from "./first-load.ts";
import { startStack, type Stack } from "./stack.ts";

/** The demo workspace on its synthetic market, with the engine that trades it. */

/** The demo's first market hours pass within seconds; a minute is what a new user is promised. */
const MOVES_MS_MAX = 60_000;
const EVERY_PAGE_MS_MAX = 400_000;
const MARKET = "/w/demo/markets/synthetic/BTC-USD";
const PAGES = [
  "/w/demo/overview",
  "/w/demo/accounts",
  "/w/demo/decisions",
  "/w/demo/markets",
  MARKET,
  "/w/demo/strategies",
  "/w/demo/profiles",
  "/w/demo/profiles?tab=edit",
  "/w/demo/lab",
  "/w/demo/lab/new",
  "/w/demo/lab/compare",
  "/w/demo/lab/trials",
  "/w/demo/kill-switch",
  "/w/demo/members",
  "/w/demo/sessions",
];

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

/** Opens the first account's page and answers its address. */
async function firstAccount({ page }: Visitor): Promise<string> {
  await page.goto("/w/demo/accounts");
  const row = page.locator("tbody tr").first();
  await row.waitFor();
  await row.click();
  await page.waitForURL(/\/accounts\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

/** Opens the newest decision and answers its address. */
async function firstReceipt({ page }: Visitor): Promise<string> {
  await page.goto("/w/demo/decisions");
  const row = page.locator("tbody tr").first();
  await row.waitFor();
  const { rows } = await stack.database.pools.engine.query<{ account_id: string; receipt_seq: number }>(
    "select account_id, receipt_seq from receipts where outcome = 'INTENTS' order by at_ms desc limit 1",
  );
  return `/w/demo/decisions/${rows[0]?.account_id ?? ""}/${rows[0]?.receipt_seq ?? 0}`;
}

/** Presses Escape until what is open is gone. */
async function closeByEscape(page: Page, opened: Locator): Promise<void> {
  await expect
    .poll(async () => {
      if ((await opened.count()) > 0) await page.keyboard.press("Escape");
      return opened.count();
    })
    .toBe(0);
}

describe("the demo", () => {
  it("moves within a minute, without a reload", async () => {
    const { page } = await enter();
    const count = (): Promise<number> =>
      stack.database.pools.engine.query<{ n: number }>("select count(*) as n from receipts").then(({ rows }) => rows[0]?.n ?? 0);
    const before = await count();
    await expect.poll(count, { timeout: MOVES_MS_MAX }).toBeGreaterThan(before + 3);
    await page.getByText("SYNTHETIC").first().waitFor();
    const shown = await page.locator("main").innerText();
    await expect.poll(() => page.locator("main").innerText(), { timeout: MOVES_MS_MAX }).not.toBe(shown);
  });

  it.each(["light", "dark"] as const)(
    "opens every page without a complaint, and passes axe in the %s theme",
    async (colorScheme) => {
      const visitor = await enter({ colorScheme });
      const paths = [...PAGES, await firstAccount(visitor), await firstReceipt(visitor)];
      for (const path of paths) expect(await axeFindings(visitor, path), path).toEqual([]);
      expect(visitor.complaints).toEqual([]);
    },
    EVERY_PAGE_MS_MAX,
  );

  it("shows one receipt with an intact chain", async () => {
    const { page } = await enter();
    await page.goto("/w/demo/decisions");
    const row = page.locator("tbody tr").first();
    await row.waitFor();
    await row.click();
    await page.getByText(/chain/i).first().waitFor();
    expect(await page.locator("body").innerText()).not.toMatch(/broken chain|chain is broken/i);
  });

  it("walks its decisions by keyboard from anywhere, but not while one types", async () => {
    const { page } = await enter();
    await page.goto("/w/demo/decisions");
    await page.locator("tbody tr").nth(3).waitFor();
    const focusedRow = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute("data-row") ?? null);
    // The keys answer once the page is alive, which may be after its rows are seen.
    await expect
      .poll(async () => {
        if ((await focusedRow()) === null) await page.keyboard.press("j");
        return focusedRow();
      })
      .toBe("0");
    for (const key of ["j", "j", "k"]) await page.keyboard.press(key);
    await expect.poll(focusedRow).toBe("1");
    await page.keyboard.press("Enter");
    // What opens takes Escape once it is drawn, and what closes takes it until it is gone: a person sees both.
    await page.waitForURL(/open=/);
    await page.getByRole("dialog").waitFor();
    await closeByEscape(page, page.getByRole("dialog"));
    await page.keyboard.press("?");
    const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await shortcuts.waitFor();
    await closeByEscape(page, shortcuts);
    const find = page.getByLabel("Find in these rows");
    await expect
      .poll(async () => {
        await find.fill("");
        await find.press("j");
        return find.inputValue();
      })
      .toBe("j");
  });

  it("fits a phone: nothing is wider than the screen", async () => {
    const visitor = await enter({ viewport: PHONE });
    const account = await firstAccount(visitor);
    for (const path of [...PAGES, account]) {
      await visitor.page.goto(path);
      await visitor.page.getByRole("heading", { level: 1 }).first().waitFor();
      await expectSettled(visitor);
      await visitor.page.waitForTimeout(SETTLE_MS);
      const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, path).toBeLessThanOrEqual(PHONE.width);
    }
  });
});

describe("a first load", () => {
  it.each([
    ["/w/demo/accounts", SCRIPTS_MAX_KB],
    ["/w/demo/decisions", SCRIPTS_MAX_KB],
    ["/w/demo/members", SCRIPTS_MAX_KB],
    ["/w/demo/markets", SCRIPTS_MAX_KB],
    ["/w/demo/strategies", SCRIPTS_MAX_KB],
    ["/w/demo/profiles", SCRIPTS_MAX_KB],
    ["/w/demo/lab", SCRIPTS_MAX_KB],
    ["/w/demo/lab/new", SCRIPTS_MAX_KB],
    ["/w/demo/lab/trials", SCRIPTS_MAX_KB],
    ["/w/demo/kill-switch", SCRIPTS_MAX_KB],
    ["/sign-in", SCRIPTS_MAX_KB],
    ["/w/demo/overview", SCRIPTS_WITH_CURVES_MAX_KB],
    [MARKET, SCRIPTS_WITH_CURVES_MAX_KB],
    ["the first account", SCRIPTS_WITH_CURVES_MAX_KB],
  ])("of %s takes at most %i kB of scripts and holds still", async (path, maxKb) => {
    const visitor = await enter();
    const { scriptsKb, shift } = await load(visitor, path.startsWith("/") ? path : await firstAccount(visitor));
    console.info(`${path}: ${scriptsKb.toFixed(0)} kB of scripts, layout shift ${shift.toFixed(3)}`);
    expect(scriptsKb).toBeLessThanOrEqual(maxKb);
    expect(shift).toBeLessThanOrEqual(SHIFT_MAX);
  });
});
