import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { ensureSecrets } from "./secrets.ts";

const stateFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-secrets-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
};

it("secrets are made once, readable by their owner alone, and stay what they are", () => {
  const folder = stateFolder();
  const first = ensureSecrets(parseConfig({}), folder);
  expect(ensureSecrets(parseConfig({}), folder)).toEqual(first);
  expect(first.sessionSecret.length).toBeGreaterThanOrEqual(32);
  for (const file of [first.engineKeyFile, join(folder, "secrets", "session-secret")]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  expect(createPrivateKey(readFileSync(first.engineKeyFile, "utf8")).asymmetricKeyType).toBe("x25519");
  expect(first.enginePublicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
});

it("what the settings give is used and not stored", () => {
  const folder = stateFolder();
  const sessionSecret = "s".repeat(40);
  const keyFile = join(folder, "elsewhere", "key.pem");
  const secrets = ensureSecrets(parseConfig({ NEXTAUTH_SECRET: sessionSecret, ENGINE_KEY_FILE: keyFile }), folder);
  expect(secrets).toMatchObject({ sessionSecret, engineKeyFile: keyFile });
  expect(() => statSync(join(folder, "secrets", "session-secret"))).toThrow();
});
