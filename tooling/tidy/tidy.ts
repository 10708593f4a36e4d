import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadCommands, type OptionsByCommand } from "./command-catalogue.ts";
import { documentCommandsCheck } from "./document-commands.ts";
import { checkDocumentPaths, checkDocumentsLinked } from "./document-paths.ts";
import { checkCoreRooms, checkDecisionRecords } from "./house.ts";
import { checkNames } from "./names-of-paths.ts";
import { judge, measure, type Marks, type RatchetVerdict } from "./ratchet.ts";
import { readTree, type Check, type Tree } from "./tree.ts";
import { checkWords } from "./words.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MARKS_FILE = path.join(import.meta.dirname, "ratchet.json");

const checksWith = (commands: OptionsByCommand): readonly (readonly [name: string, check: Check])[] => [
  ["names", checkNames],
  ["words", checkWords],
  ["paths in documents", checkDocumentPaths],
  ["documents linked", checkDocumentsLinked],
  ["commands in documents", documentCommandsCheck(commands)],
  ["core rooms", checkCoreRooms],
  ["decision records", checkDecisionRecords],
];

function readMarks(): Marks {
  const marks: unknown = JSON.parse(readFileSync(MARKS_FILE, "utf8"));
  if (typeof marks !== "object" || marks === null) throw new Error("ratchet.json holds no marks");
  return Object.fromEntries(Object.entries(marks).map(([name, mark]) => [name, Number(mark)]));
}

/** Runs one check, says what it found, and returns whether it found nothing. */
function runCheck(name: string, check: Check, tree: Tree): boolean {
  const findings = check(tree);
  console.log(`${findings.length === 0 ? "✓" : "✗"} ${name}`);
  for (const { file, line, message } of findings) console.log(`  ${file}:${line} ${message}`);
  return findings.length === 0;
}

function sayVerdict({ measure: { of, instances }, mark, verdict }: RatchetVerdict): void {
  console.log(`${verdict === "worse" ? "✗" : "✓"} ${instances.length} ${of} (at most ${mark})`);
  if (verdict === "worse") for (const instance of instances) console.log(`  ${instance}`);
  if (verdict === "better") console.log("  better than its mark: `npm run tidy -- --tighten` lowers it");
}

/** Lowers each mark to what is reached; a mark is never raised here. */
function tighten(verdicts: readonly RatchetVerdict[]): void {
  const marks = Object.fromEntries(verdicts.map(({ measure: { name, instances }, mark }) => [name, Math.min(mark, instances.length)]));
  writeFileSync(MARKS_FILE, `${JSON.stringify(marks, undefined, 2)}\n`);
}

/** `npm run tidy`: style as tests, and a ratchet on what may only get better. */
async function main(): Promise<void> {
  const tree = readTree(ROOT);
  const checks = checksWith(await loadCommands(ROOT));
  const isClean = checks.map(([name, check]) => runCheck(name, check, tree)).every(Boolean);
  const verdicts = judge(measure(tree), readMarks());
  verdicts.forEach(sayVerdict);
  if (process.argv.includes("--tighten")) tighten(verdicts);
  if (!isClean || verdicts.some(({ verdict }) => verdict === "worse")) process.exitCode = 1;
}

await main();
