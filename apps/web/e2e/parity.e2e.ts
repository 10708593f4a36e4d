import { openPool } from "@ballast/db/clients/pool";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeFindings } from "./axe.ts";
import { expectPage, expectSettled, PHONE, signIn, useBrowser, type Visitor } from "./browser.ts";
import { startStack, type Stack } from "./stack.ts";

/** An account beside its backtest, as whoever answers for its money asks for it. */

/** The demo market passes an hour a second, and accounts wait for a signal. */
const TRADED_MS_MAX = 300_000;
const COMPARED_MS_MAX = 120_000;

let stack: Stack;
/** The engine gives the owner of the tables a password of its own when it starts. */
let admin: Pool;
let accountId: string;
const browser = useBrowser();

beforeAll(async () => {
  stack = await startStack({ withEngine: true });
  admin = openPool({ url: stack.database.adminUrl, connectionsMax: 1, application: "ballast-e2e parity" });
});

afterAll(async () => {
  await admin.end();
  await stack.stop();
});

async function enter(of: Omit<Parameters<typeof browser.visit>[0], "url"> = {}): Promise<Visitor> {
  const visitor = await browser.visit({ url: stack.url, ...of });
  await signIn(visitor, stack.demo);
  await expectPage(visitor, "Overview");
  return visitor;
}

/** The account that has traded most, once one has sold what it bought. */
async function untilTraded(): Promise<string> {
  const traded = async (): Promise<string | undefined> => {
    const { rows } = await admin.query<{ id: string }>(
      "select f.account_id as id from fills f where f.side = 'sell' group by 1 having count(*) > 3 order by count(*) desc limit 1",
    );
    return rows[0]?.id;
  };
  await expect.poll(traded, { timeout: TRADED_MS_MAX, interval: 1_000 }).toBeDefined();
  return (await traded()) ?? "";
}

async function compare({ page }: Visitor, found: RegExp): Promise<void> {
  const button = page.getByRole("button", { name: "Compare" });
  await expect.poll(() => button.isEnabled(), { timeout: COMPARED_MS_MAX }).toBe(true);
  // A press before the page has come to life is lost, as on any slow machine: it is pressed again.
  const isAsked = (): Promise<boolean> => {
    const asked = page.waitForRequest(/account\.askParity/, { timeout: 3_000 });
    return button
      .click()
      .then(() => asked.then(() => true))
      .catch(() => false);
  };
  await expect.poll(isAsked, { timeout: COMPARED_MS_MAX }).toBe(true);
  await page.getByText(found).first().waitFor({ timeout: COMPARED_MS_MAX });
}

describe("parity", { shuffle: false }, () => {
  it("is asked for from the account's page and finds the demo identical to its backtest", { timeout: 600_000 }, async () => {
    accountId = await untilTraded();
    const visitor = await enter();
    const { page, complaints } = visitor;
    await page.goto(`/w/demo/accounts/${accountId}`);
    await page.getByRole("navigation", { name: "Parts of the account" }).getByRole("link", { name: "Parity" }).click();
    await page.waitForURL(/\/parity$/);
    await page.getByText("Not compared yet").waitFor();
    await compare(visitor, /^Identical: \d+ fills?, every decision and the equity/);
    await page.getByRole("table", { name: "Trade by trade" }).locator("tbody tr").first().waitFor();
    await page.getByRole("heading", { name: "Equity", exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("names a changed fill with its figures, filters to it and shows it on its own address", { timeout: 600_000 }, async () => {
    await admin.query("alter table fills disable trigger user");
    const changed = await admin.query(
      `update fills set price_units = price_units + price_units / 500 where account_id = $1 and fill_seq =
         (select fill_seq from fills where account_id = $1 and side = 'sell' order by fill_seq desc offset 1 limit 1)`,
      [accountId],
    );
    expect(changed.rowCount).toBe(1);
    const visitor = await enter();
    const { page } = visitor;
    await page.goto(`/w/demo/accounts/${accountId}/parity`);
    // The answer of before is on the page: it has come to life, and takes what is chosen.
    await page
      .getByText(/^Identical: /)
      .first()
      .waitFor();
    // The sale may be older than the usual month.
    await page.getByLabel("Period").selectOption("90");
    await compare(visitor, /^1 of \d+ fills is not the backtest's: 1 without a recorded cause/);
    await page.getByLabel("Which fills").selectOption("differs");
    await page.waitForURL(/verdict=differs/);
    const rows = page.getByRole("table", { name: "Trade by trade" }).locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(1);
    await rows.first().click();
    await page.waitForURL(/row=\d+/);
    await page.getByRole("heading", { name: "Paper less backtest" }).waitFor();
    await page.getByText("Worth to the account").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Paper less backtest" }).waitFor();
  });

  it("says why a period can't be compared, and reads well on a phone and in the dark", async () => {
    const visitor = await enter({ colorScheme: "dark" });
    const { page } = visitor;
    const path = `/w/demo/accounts/${accountId}/parity`;
    await page.goto(path);
    await expectSettled(visitor);
    expect(await axeFindings(visitor, path)).toEqual([]);
    await page.setViewportSize(PHONE);
    await page.goto(path);
    await page.getByRole("table", { name: "Trade by trade" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await page.getByLabel("Period").selectOption("dates");
    await page.getByLabel("First day, UTC").fill("2001-01-01");
    await compare(visitor, /^run .* of this account begins at/);
  });
});
