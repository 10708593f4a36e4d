import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isInstalled } from "./install.mjs";

type Packages = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean; readonly link?: boolean }>>;

const LOCK: Packages = {
  "": { version: "0.1.0" },
  "packages/core": { version: "0.1.0" },
  "node_modules/@ballast/core": { link: true },
  "node_modules/zod": { version: "4.6.7" },
  "node_modules/@turbo/darwin-64": { version: "2.0.0", optional: true },
  "node_modules/a/node_modules/b": { version: "1.0.0" },
};

function clone(present?: Packages): string {
  const root = mkdtempSync(join(tmpdir(), "ballast-install-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true });
  });
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCK }));
  if (present) {
    mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
    writeFileSync(join(root, "node_modules/.bin/node"), "");
    writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
  }
  return root;
}

const PRESENT: Packages = { "node_modules/zod": { version: "4.6.7" }, "node_modules/a/node_modules/b": { version: "1.0.0" } };

describe("an installation", () => {
  it("is whole without what is for other platforms", () => {
    expect(isInstalled(clone(PRESENT))).toBe(true);
  });

  it("is not whole before the first one, nor where npm was interrupted", () => {
    expect(isInstalled(clone())).toBe(false);
    const interrupted = clone(PRESENT);
    rmSync(join(interrupted, "node_modules/.package-lock.json"));
    expect(isInstalled(interrupted)).toBe(false);
  });

  it("is not whole where the lockfile names another version, or one more package, nested ones too", () => {
    expect(isInstalled(clone({ ...PRESENT, "node_modules/zod": { version: "4.6.6" } }))).toBe(false);
    expect(isInstalled(clone({ "node_modules/zod": { version: "4.6.7" } }))).toBe(false);
  });
});
