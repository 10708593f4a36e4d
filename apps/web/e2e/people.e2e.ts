import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { expectPage, signIn, useBrowser, type Visitor } from "./browser.ts";
import { startStack, type Stack } from "./stack.ts";

/** From an empty installation to a halted workspace, without an engine: people alone. */

const OWNER = { email: "ada@example.test", password: "correct horse battery" };
const VIEWER = { email: "bob@example.test", password: "another long password" };

let stack: Stack;
const browser = useBrowser();
const visit = (): Promise<Visitor> => browser.visit({ url: stack.url });

/** Journeys build on each other, so each is made once, by whichever test asks first. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const setUp = once(async () => {
  const visitor = await visit();
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("link", { name: "Set up Ballast" }).click();
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Workspace").fill("Ada's Fund");
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expectPage(visitor, "Overview");
  const { pathname } = new URL(page.url());
  const cookies = await visitor.context.cookies();
  const readable = await page.evaluate(() => document.cookie);
  return { pathname, cookies, readable, complaints: [...visitor.complaints] };
});

const viewer = once(async () => {
  await setUp();
  const owner = await visit();
  await signIn(owner, OWNER);
  await expectPage(owner, "Overview");
  await owner.page.goto("/w/ada-s-fund/members");
  await owner.page.getByRole("button", { name: "Invite" }).click();
  await owner.page.getByLabel("E-mail address").fill(VIEWER.email);
  await owner.page.getByRole("button", { name: "Make the link" }).click();
  const title = (await owner.page.getByTitle(/invitation link/).getAttribute("title")) ?? "";
  const link = /http\S+/.exec(title)?.[0] ?? "";
  const guest = await visit();
  await guest.page.goto(new URL(link).pathname);
  await guest.page.getByLabel("Your name").fill("Bob");
  await guest.page.getByLabel("Password").fill(VIEWER.password);
  await guest.page.getByRole("button", { name: /^Join/ }).click();
  await expectPage(guest, "Overview");
  return guest;
});

beforeAll(async () => {
  stack = await startStack({ withEngine: false });
});

afterAll(() => stack.stop());

describe("an empty installation", () => {
  it("makes its first visitor the owner and leads them to their overview", async () => {
    const { pathname, complaints } = await setUp();
    expect(pathname).toBe("/w/ada-s-fund/overview");
    expect(complaints).toEqual([]);
  });

  it("has one first owner only", async () => {
    await setUp();
    const { page } = await visit();
    await page.goto("/setup");
    await page.getByRole("heading", { name: "Ballast is set up" }).waitFor();
  });
});

describe("signing in", () => {
  it("with a wrong password says so, and no more", async () => {
    await setUp();
    const visitor = await visit();
    await signIn(visitor, { ...OWNER, password: "a wrong password" });
    await visitor.page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
    await signIn(visitor, { email: "nobody@example.test", password: "a wrong password" });
    await visitor.page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
    expect(new URL(visitor.page.url()).pathname).toBe("/sign-in");
  });

  it("leads back to the page that was asked for", async () => {
    await setUp();
    const visitor = await visit();
    await visitor.page.goto("/w/ada-s-fund/members");
    await visitor.page.waitForURL(/\/sign-in\?next=/);
    await visitor.page.getByLabel("E-mail address").fill(OWNER.email);
    await visitor.page.getByLabel("Password").fill(OWNER.password);
    await visitor.page.getByRole("button", { name: "Sign in" }).click();
    await expectPage(visitor, "Members");
  });

  it("sets cookies that no script can read", async () => {
    const { cookies, readable } = await setUp();
    const session = cookies.find(({ name }) => name.endsWith(".session"));
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    expect(readable).toBe("");
  });
});

describe("a revoked session", () => {
  it("is out at once on the server, and its open page leaves without a click", async () => {
    await setUp();
    const laptop = await visit();
    await signIn(laptop, OWNER);
    await expectPage(laptop, "Overview");
    const phone = await visit();
    await signIn(phone, OWNER);
    await expectPage(phone, "Overview");
    await phone.page.goto("/w/ada-s-fund/sessions");
    await phone.page.getByRole("button", { name: "Sign out elsewhere" }).click();
    await expect.poll(async () => (await laptop.context.request.get("/api/trpc/session.me")).status()).toBe(401);
    await laptop.page.waitForURL(/\/sign-in/);
    await expectPage(phone, "Your sessions");
  });
});

describe("a changed password", () => {
  it("ends every other session, and is the one that lets in", async () => {
    await setUp();
    const changed = "a wholly different phrase";
    const here = await visit();
    await signIn(here, OWNER);
    await expectPage(here, "Overview");
    const elsewhere = await visit();
    await signIn(elsewhere, OWNER);
    await expectPage(elsewhere, "Overview");
    const change = async (from: string, to: string): Promise<void> => {
      await here.page.goto("/w/ada-s-fund/sessions");
      await here.page.getByRole("button", { name: "Change password" }).click();
      await here.page.getByLabel("Present password").fill(from);
      await here.page.getByLabel("New password", { exact: true }).fill(to);
      await here.page.getByLabel("New password, once more").fill(to);
      await here.page.getByRole("dialog").getByRole("button", { name: "Change password" }).click();
      await here.page.getByText("Your password is changed").waitFor();
    };
    await change(OWNER.password, changed);
    await elsewhere.page.waitForURL(/\/sign-in/);
    await signIn(elsewhere, { ...OWNER, password: changed });
    await expectPage(elsewhere, "Overview");
    await change(changed, OWNER.password);
    expect(here.complaints).toEqual([]);
  });
});

describe("guesses", () => {
  it("are limited however the forwarded address changes", async () => {
    await setUp();
    const csrf = await fetch(`${stack.url}/api/auth/csrf`);
    const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
    const cookie = csrf.headers
      .getSetCookie()
      .map((one) => one.split(";")[0] ?? "")
      .join("; ");
    const answers: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const answer = await fetch(`${stack.url}/api/auth/callback/credentials`, {
        method: "POST",
        headers: { cookie, "x-forwarded-for": `203.0.113.${n}` },
        body: new URLSearchParams({ email: "guessed@example.test", password: "a wrong password", csrfToken, json: "true" }),
      });
      answers.push((await answer.text()).includes("Limited") ? "limited" : "wrong");
    }
    expect(answers).toEqual(["wrong", "wrong", "wrong", "wrong", "wrong", "limited", "limited"]);
  });
});

describe("a viewer", () => {
  it("joins by invitation and can't halt, and reads on the kill switch's page why", async () => {
    const { page, complaints } = await viewer();
    await page.goto("/w/ada-s-fund/kill-switch");
    await page.getByText("Halting: Takes the role").waitFor();
    expect(await page.locator("body").innerText()).toContain("yours is viewer");
    expect(await page.getByRole("button", { name: /^(Halt\b|Release…$|Drill$)/, disabled: false }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("is told calmly what their role does not include, and offered nothing that it can't do", async () => {
    const { page } = await viewer();
    await page.goto("/w/ada-s-fund/members");
    await page.getByText("Your role does not include the members").waitFor();
    expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Invite" }).count()).toBe(0);
    await page.goto("/w/ada-s-fund/profiles?tab=assign");
    await page.getByText("Your role does not include assigning risk profiles").waitFor();
  });

  it("keeps the frame at an address without a page, and finds ways on", async () => {
    await viewer();
    const visitor = await visit();
    const { page } = visitor;
    await signIn(visitor, VIEWER);
    await expectPage(visitor, "Overview");
    for (const lost of ["/w/ada-s-fund/members/deeper", "/w/ada-s-fund/nothing-here"]) expect((await page.goto(lost))?.status()).toBe(404);
    await page.getByText("There is no such page").last().waitFor();
    await page.goto("/w/ada-s-fund/accounts/nobody");
    await page.getByText("The account can’t be found").waitFor();
    await page.getByRole("navigation", { name: "Ways on" }).getByRole("link", { name: "Accounts" }).click();
    await expectPage(visitor, "Accounts");
  });

  it("sees no members page in the rail", async () => {
    const { page } = await viewer();
    expect(await page.getByRole("link", { name: "Members" }).count()).toBe(0);
  });
});

describe("an owner", () => {
  it("halts, and every open page shows the band without a reload", async () => {
    const guest = await viewer();
    const owner = await visit();
    await signIn(owner, OWNER);
    await expectPage(owner, "Overview");
    await owner.page.getByRole("button", { name: /^Halt/ }).first().click();
    await owner.page.getByRole("menuitem", { name: /block/i }).first().click();
    // An account's own trigger may have a band of its own: this one is of the whole workspace.
    const band = /entries are blocked in this workspace/i;
    await owner.page.getByText(band).first().waitFor();
    await guest.page.getByText(band).first().waitFor();
    const { rows } = await stack.database.pools.engine.query(
      "select verb, scope from kill_switches where released_ms is null and scope = 'workspace'",
    );
    expect(rows).toEqual([{ verb: "block_entries", scope: "workspace" }]);
  });
});

describe("the page of the kill switch", () => {
  it("halts one model, and says where all workspaces are halted", async () => {
    const owner = await visit();
    await signIn(owner, OWNER);
    await expectPage(owner, "Overview");
    const { page } = owner;
    await page.goto("/w/ada-s-fund/kill-switch");
    await page.getByText("npx ballast halt --scope all").waitFor();
    await page.getByRole("radio", { name: "Model" }).check();
    await page.getByLabel("Name of the model").fill("rebound-7");
    await page.getByRole("button", { name: "Halt model rebound-7" }).click();
    await page.getByRole("menuitem", { name: "Block its entries" }).click();
    await page.getByText("Entries are blocked for model rebound-7").first().waitFor();
    const halts = "select scope, subject, verb from kill_switches where released_ms is null and scope = 'model'";
    const { rows } = await stack.database.pools.engine.query(halts);
    expect(rows).toEqual([{ scope: "model", subject: "rebound-7", verb: "block_entries" }]);
  });
});

describe("every answer", () => {
  it("carries the headers that keep other sites out", async () => {
    const answer = await fetch(`${stack.url}/sign-in`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    for (const part of ["default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).not.toContain("http");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("x-powered-by")).toBeNull();
  });

  it("refuses a change that another site asks for", async () => {
    const answer = await fetch(`${stack.url}/api/trpc/session.revokeAll`, {
      method: "POST",
      headers: { "content-type": "application/json", "sec-fetch-site": "cross-site" },
      body: "{}",
    });
    expect(answer.status).toBe(403);
  });

  it("shows nothing to who is not signed in", async () => {
    const answer = await fetch(`${stack.url}/api/trpc/session.me`);
    expect(answer.status).toBe(401);
  });
});
