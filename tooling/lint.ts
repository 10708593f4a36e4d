import { spawn } from "node:child_process";
import path from "node:path";

type Check = { readonly name: string; readonly command: readonly string[] };
type Verdict = { readonly check: Check; readonly isClean: boolean; readonly output: string; readonly seconds: number };

const ROOT = path.resolve(import.meta.dirname, "..");
const bin = (file: string): string => path.join(ROOT, "node_modules", file);

/** Each reads the tree and writes nothing, so that they run side by side. */
const CHECKS: readonly Check[] = [
  { name: "import law", command: ["tooling/import-law/check.ts"] },
  { name: "format", command: [bin("prettier/bin/prettier.cjs"), "--check", "--log-level", "warn", "."] },
  { name: "style and purity", command: [bin("eslint/bin/eslint.js"), "--max-warnings", "0", "."] },
];

/** The database client is generated, not kept: without it the lint knows no type that comes from it. */
const GENERATE: Check = { name: "generate", command: [bin("turbo/bin/turbo"), "run", "generate", "--output-logs=errors-only"] };

async function run(check: Check, startedMs: number): Promise<Verdict> {
  const child = spawn(process.execPath, [...check.command], {
    cwd: ROOT,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  return { check, isClean: code === 0, output: output.trim(), seconds: (Date.now() - startedMs) / 1000 };
}

function report({ check, isClean, output, seconds }: Verdict): void {
  console.log(`${isClean ? "✓" : "✗"} ${check.name} (${seconds.toFixed(1)} s)`);
  if (output !== "") console.log(`${output.replaceAll(/^/gm, "  ")}\n`);
}

/** `npm run lint`: every check over the whole tree, each verdict in one piece; fails if any does. */
async function main(): Promise<void> {
  const startedMs = Date.now();
  const generated = await run(GENERATE, startedMs);
  if (!generated.isClean) report(generated);
  const verdicts = await Promise.all(
    CHECKS.map(async (check) => {
      const verdict = await run(check, startedMs);
      report(verdict);
      return verdict;
    }),
  );
  if (!generated.isClean || !verdicts.every(({ isClean }) => isClean)) process.exitCode = 1;
}

await main();
