import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { OnProgress } from "../progress.ts";
import { RefusedToStart } from "../refused-to-start.ts";

/** One program under the names that the systems give its package. */
export type SystemPackage = {
  readonly title: string;
  /** Names of the program on the PATH, or full paths where a system keeps it elsewhere; best first. */
  readonly programs: readonly string[];
  readonly names: Readonly<Record<InstallerName, string>>;
  /** What else would do, as the end of a sentence: ", or set …"; empty where nothing would. */
  readonly otherwise: string;
};

type InstallerName = "apt-get" | "dnf" | "apk" | "pacman" | "brew";
type Installer = { readonly name: InstallerName; readonly needsRoot: boolean; readonly steps: (name: string) => readonly string[][] };

const INSTALL_TIMEOUT_MS = 600_000;
const TOLD_EVERY_MS = 5_000;

const INSTALLERS: readonly Installer[] = [
  {
    name: "apt-get",
    needsRoot: true,
    steps: (name) => [
      ["apt-get", "update", "-qq"],
      ["apt-get", "install", "-o", "DPkg::Lock::Timeout=120", "-y", "-qq", "--no-install-recommends", name],
    ],
  },
  { name: "dnf", needsRoot: true, steps: (name) => [["dnf", "install", "-y", "-q", name]] },
  { name: "apk", needsRoot: true, steps: (name) => [["apk", "add", "--no-progress", name]] },
  { name: "pacman", needsRoot: true, steps: (name) => [["pacman", "-Sy", "--noconfirm", "--needed", name]] },
  { name: "brew", needsRoot: false, steps: (name) => [["brew", "install", "--quiet", name]] },
];

/** Where systems keep programs that a person's PATH may lack. */
const SYSTEM_FOLDERS = ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/snap/bin", "/opt/homebrew/bin"];

/** The full path of the first of these programs that is there. */
export function findProgram(programs: readonly string[], folders = searchedFolders()): string | undefined {
  for (const program of programs) {
    if (isAbsolute(program) && isExecutable(program)) return program;
    const folder = folders.find((name) => isExecutable(join(name, program)));
    if (folder !== undefined) return join(folder, program);
  }
  return undefined;
}

function searchedFolders(): readonly string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter).filter((name) => isAbsolute(name)), ...SYSTEM_FOLDERS];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds the program, or has the system's package manager install it: as root, or where sudo asks no password.
 * Throws one error that says what to type where neither is possible.
 */
export async function findOrInstall(wanted: SystemPackage, onProgress: OnProgress, folders = searchedFolders()): Promise<string> {
  const found = findProgram(wanted.programs, folders);
  if (found) return found;
  const { title, otherwise } = wanted;
  const installer = INSTALLERS.find(({ name }) => findProgram([name], folders) !== undefined);
  if (!installer)
    throw new RefusedToStart(`${title} is not installed, and neither is a package manager that could. Install it${otherwise}.`);
  const steps = installer.steps(wanted.names[installer.name]);
  const byHand = steps.map((step) => (installer.needsRoot ? ["sudo", ...step] : step).join(" ")).join(" && ");
  const prefix = installer.needsRoot ? rootPrefix() : [];
  if (!prefix) throw new RefusedToStart(`${title} is not installed, and installing it takes a password. Run: ${byHand}${otherwise}.`);
  onProgress(`Installing ${title} with ${installer.name}.`);
  for (const step of steps) {
    const failure = await runStep([...prefix, ...step], { title, onProgress, folders });
    // A stale list of packages often still knows the package: only the last step decides.
    if (failure !== undefined && step === steps.at(-1)) {
      throw new RefusedToStart(`${installer.name} could not install ${title}. Run: ${byHand}${otherwise}. It said:\n${failure}`);
    }
  }
  const installed = findProgram(wanted.programs, folders);
  if (installed) return installed;
  throw new RefusedToStart(`${installer.name} installed ${title}, yet ${wanted.programs.join(" or ")} is not to be found${otherwise}.`);
}

/** What to put before a command to run it as root; undefined where that would ask for a password. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const { status } = spawnSync("sudo", ["-n", "true"], { stdio: "ignore", timeout: 10_000 });
  return status === 0 ? ["sudo", "-n"] : undefined;
}

type Step = { readonly title: string; readonly onProgress: OnProgress; readonly folders: readonly string[] };

/** Answers undefined when the command succeeded, else the end of what it said. */
async function runStep(command: readonly string[], { title, onProgress, folders }: Step): Promise<string | undefined> {
  const [program = "", ...args] = command;
  const env = {
    ...process.env,
    PATH: folders.join(delimiter),
    DEBIAN_FRONTEND: "noninteractive",
    NONINTERACTIVE: "1",
    HOMEBREW_NO_AUTO_UPDATE: "1",
  };
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: INSTALL_TIMEOUT_MS });
  let said = "";
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-2_000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const beganMs = Date.now();
  const teller = setInterval(() => onProgress(`Installing ${title} (${Math.round((Date.now() - beganMs) / 1_000)} s).`), TOLD_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  clearInterval(teller);
  return code === 0 ? undefined : said.trim() || `${command.join(" ")} failed`;
}
