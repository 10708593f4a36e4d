import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "@ballast/config";
import { expect, it, onTestFinished } from "vitest";
import { makePrepareDatabase } from "./prepare-database.ts";

type Provision = Parameters<Parameters<typeof makePrepareDatabase>[0]["provisionDatabase"]>[0];

async function prepare(env: Record<string, string> & { DATABASE_URL: string }) {
  const stateDir = mkdtempSync(join(tmpdir(), "ballast-prepare-"));
  onTestFinished(() => {
    rmSync(stateDir, { recursive: true });
  });
  const provisioned: Provision[] = [];
  const prepareDatabase = makePrepareDatabase({
    provisionDatabase: (options) => {
      provisioned.push(options);
      return Promise.resolve({ ownerUrl: "owner", webUrl: "made web", engineUrl: "made engine" });
    },
    applyMigrations: ({ ownerUrl }) => {
      expect(ownerUrl).toBe("owner");
      return Promise.resolve();
    },
  });
  const urls = await prepareDatabase({ adminUrl: env.DATABASE_URL, stateDir, config: parseConfig(env), onProgress: () => undefined });
  const [options] = provisioned;
  if (!options) throw new Error("The database was not provisioned.");
  return { urls, options };
}

it("the database is the one that the URL names; a maintenance database holds no tables of ours", async () => {
  expect((await prepare({ DATABASE_URL: "postgresql://a:b@h/trading" })).options.database).toBe("trading");
  expect((await prepare({ DATABASE_URL: "postgresql://a:b@h/postgres" })).options.database).toBe("ballast");
  expect((await prepare({ DATABASE_URL: "postgresql://a:b@h" })).options.database).toBe("ballast");
});

it("two clones that are given the same server set the same passwords, different for each user", async () => {
  const [one, other] = await Promise.all([
    prepare({ DATABASE_URL: "postgresql://a:b@h/x" }),
    prepare({ DATABASE_URL: "postgresql://a:b@h/x" }),
  ]);
  expect(one.options.passwords).toEqual(other.options.passwords);
  expect(new Set(Object.values(one.options.passwords)).size).toBe(3);
});

it("an administrator without a password gives nothing to guess from: two clones have different secrets", async () => {
  const [one, other] = await Promise.all([
    prepare({ DATABASE_URL: "postgresql://a@h/x" }),
    prepare({ DATABASE_URL: "postgresql://a@h/x" }),
  ]);
  expect(one.options.passwords.web).not.toBe(other.options.passwords.web);
});

it("URLs that are given are handed on, and their users get the passwords in them", async () => {
  const { urls, options } = await prepare({
    DATABASE_URL: "postgresql://a:b@h/ballast",
    DATABASE_URL_WEB: "postgresql://ballast_web:w%40b@h/ballast",
    DATABASE_URL_ENGINE: "postgresql://ballast_engine:eng@h/ballast",
  });
  expect(options.passwords).toMatchObject({ web: "w@b", engine: "eng" });
  expect(urls.web).toBe("postgresql://ballast_web:w%40b@h/ballast");
  expect(urls.engine).toBe("postgresql://ballast_engine:eng@h/ballast");
});
