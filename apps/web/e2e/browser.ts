import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

/** Chromium of the system: playwright's own can't be downloaded everywhere. */
const PATH = process.env["BALLAST_TEST_BROWSER"] ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
  "--no-first-run",
];
const DESKTOP = { width: 1280, height: 800 };
/** Two cores may be shared with a build and another suite; what a person would wait for is measured apart. */
const STEP_MS_MAX = 60_000;

export const PHONE = { width: 390, height: 844 };

export type Visitor = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser's console complained about; a finished page leaves it empty. */
  readonly complaints: readonly string[];
};

type Visit = { readonly url: string; readonly viewport?: typeof DESKTOP; readonly colorScheme?: "light" | "dark" };

/** One browser for a test file; each visitor has cookies of their own. */
export function useBrowser(): { readonly visit: (of: Visit) => Promise<Visitor> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: PATH, args: ARGS });
  });
  afterAll(() => browser?.close());
  return {
    visit: async ({ url, viewport = DESKTOP, colorScheme = "light" }) => {
      if (browser === undefined) throw new Error("no browser was started");
      const context = await browser.newContext({ baseURL: url, viewport, colorScheme, reducedMotion: "reduce" });
      context.setDefaultTimeout(STEP_MS_MAX);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      return { page, context, complaints };
    },
  };
}

export async function signIn({ page }: Visitor, of: { readonly email: string; readonly password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(of.email);
  await page.getByLabel("Password").fill(of.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Waits for the page's heading: the page has arrived and knows who asks. */
export async function expectPage({ page }: Visitor, title: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  expect(await page.getByRole("heading", { level: 1, name: title }).count()).toBe(1);
}

/** Waits until everything that a page fetches has come: nothing on it says any more that it is on its way. */
export async function expectSettled({ page }: Visitor): Promise<void> {
  await expect.poll(() => page.getByRole("status", { name: /on (its|their) way/ }).count(), { timeout: STEP_MS_MAX }).toBe(0);
}
