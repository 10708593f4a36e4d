import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findOrInstall, findProgram, type SystemPackage } from "./installer.ts";

const WANTED: SystemPackage = {
  title: "Lodestone",
  programs: ["lodestone-server", "lodestone"],
  names: { "apt-get": "lodestone-deb", dnf: "lodestone", apk: "lodestone", pacman: "lodestone", brew: "lodestone" },
  otherwise: ", or set LODESTONE_URL",
};

function folderWith(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ballast-path-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, body] of Object.entries(scripts)) writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return folder;
}

const quiet = (): void => undefined;

describe("a program that the system may have", () => {
  it("is found by the best of its names, in the first folder that has it", () => {
    const [first, second] = [folderWith({ lodestone: "" }), folderWith({ "lodestone-server": "", lodestone: "" })];
    expect(findProgram(WANTED.programs, [first, second])).toBe(join(second, "lodestone-server"));
    expect(findProgram(["lodestone"], [first, second])).toBe(join(first, "lodestone"));
    expect(findProgram(["nowhere"], [first, second])).toBeUndefined();
  });

  it("is used as it is where it is found: nothing is installed", async () => {
    const folder = folderWith({ lodestone: "", "apt-get": 'touch "$(dirname "$0")/called"' });
    expect(await findOrInstall(WANTED, quiet, [folder])).toBe(join(folder, "lodestone"));
    expect(findProgram(["called"], [folder])).toBeUndefined();
  });

  it.skipIf(process.getuid?.() !== 0)("is installed under the name that the package manager knows it by", async () => {
    const folder = folderWith({
      "apt-get": `case "$*" in update*) exit 1;; *lodestone-deb) printf '#!/bin/sh\\n' > "$(dirname "$0")/lodestone"; chmod 755 "$(dirname "$0")/lodestone";; *) exit 2;; esac`,
    });
    const lines: string[] = [];
    const program = await findOrInstall(
      WANTED,
      (line) => {
        lines.push(line);
      },
      [folder, "/usr/bin", "/bin"],
    );
    expect(program).toBe(join(folder, "lodestone"));
    expect(lines).toEqual(["Installing Lodestone with apt-get."]);
  });

  it.skipIf(process.getuid?.() !== 0)(
    "that can't be installed is one error with the command, what it said and what else would do",
    async () => {
      const folder = folderWith({ "apt-get": "echo no network >&2; exit 100" });
      await expect(findOrInstall(WANTED, quiet, [folder, "/usr/bin", "/bin"])).rejects.toThrow(
        /apt-get could not install Lodestone\. Run: sudo apt-get update .* lodestone-deb, or set LODESTONE_URL\. It said:\nno network$/,
      );
    },
  );

  it("on a system without a package manager is one error that says so", async () => {
    await expect(findOrInstall(WANTED, quiet, [folderWith({})])).rejects.toThrow(
      "Lodestone is not installed, and neither is a package manager that could. Install it, or set LODESTONE_URL.",
    );
  });
});
