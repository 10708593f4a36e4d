/** `npm run test:mutation`: every check taken out of the gate and every comparison of the risk room turned must fail a unit test. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import { ACCEPTED } from "./accepted.ts";
import { mutantsOf, mutated, type Mutant } from "./mutants.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RISK = "packages/core/src/risk";
const MUTATED = [
  `${RISK}/checks/*.ts`,
  ...[
    "affordable",
    "caps",
    "clusters",
    "drawdown",
    "extremes",
    "gate",
    "kill",
    "kill-triggers",
    "ladder",
    "market-strain",
    "reduction",
    "sizing",
  ].map((name) => `${RISK}/${name}.ts`),
];
/** A test that never ends has noticed, but says nothing; better to stop and look. */
const RUN_MS_MAX = 120_000;

type Laboratory = {
  /** Whether a unit test of the risk room fails with this mutant in it; undefined runs the sources as they are. */
  readonly isNoticed: (mutant: Mutant | undefined) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** The sources as they stood at the start: whoever writes on while the mutants run does not move their offsets. */
function readSources(): ReadonlyMap<string, string> {
  const files = globSync(MUTATED, { cwd: ROOT }).filter((file) => !file.endsWith(".test.ts"));
  return new Map(files.sort().map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]));
}

async function runFails(vitest: Vitest, specifications: readonly TestSpecification[]): Promise<boolean> {
  const late = setTimeout(() => {
    process.stderr.write(`a run took longer than ${RUN_MS_MAX} ms\n`);
    process.exit(1);
  }, RUN_MS_MAX);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([...specifications]);
  clearTimeout(late);
  // The answer lists every module that ever ran; one that failed under another mutant says nothing of this one.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  return unhandledErrors.length > 0 || testModules.some((module) => asked.has(module.moduleId) && !module.ok());
}

/** One Vitest for all mutants: it reads the mutated file in place of the one on disk, which nobody touches. */
async function openLaboratory(sources: ReadonlyMap<string, string>): Promise<Laboratory> {
  let current: Mutant | undefined;
  const load = (id: string): string | undefined => {
    if (current === undefined || id.split("?")[0] !== path.join(ROOT, current.file)) return undefined;
    return mutated(sources.get(current.file) ?? "", current);
  };
  const vitest = await createVitest(
    {
      config: false,
      root: ROOT,
      watch: false,
      include: [`${RISK}/**/*.test.ts`],
      pool: "threads",
      isolate: false,
      maxWorkers: 2,
      bail: 1,
      reporters: [{}],
      // What is kept on disk is kept by the sources' own content, which a mutant does not change.
      fsModuleCache: false,
    },
    { plugins: [{ name: "mutant", enforce: "pre", load }] },
  );
  const all = await vitest.globTestSpecifications();
  const isNoticed = async (mutant: Mutant | undefined): Promise<boolean> => {
    current = mutant;
    if (mutant === undefined) return runFails(vitest, all);
    const file = path.join(ROOT, mutant.file);
    vitest.invalidateFile(file);
    // Most are noticed by the test beside them; only what that lets through is shown to the whole room.
    const beside = all.filter(({ moduleId }) => moduleId === file.replace(/\.ts$/, ".test.ts"));
    const isFailed = (beside.length > 0 && (await runFails(vitest, beside))) || (await runFails(vitest, all));
    current = undefined;
    vitest.invalidateFile(file);
    return isFailed;
  };
  return { isNoticed, close: () => vitest.close() };
}

function isAccepted({ file, source, change }: Mutant): boolean {
  return ACCEPTED.some((accepted) => accepted.file === file && accepted.source === source && accepted.change === change);
}

/** Accepted mutants that no source has any more, or that a test does notice: an excuse that is not needed is none. */
function staleExcuses(survivors: readonly Mutant[]): readonly string[] {
  const isNeeded = ({ file, source, change }: (typeof ACCEPTED)[number]): boolean =>
    survivors.some((mutant) => mutant.file === file && mutant.source === source && mutant.change === change);
  return ACCEPTED.filter((accepted) => !isNeeded(accepted)).map(({ file, source, change }) => `${file}: ${source} (${change})`);
}

async function run(only: string | undefined): Promise<void> {
  const beganMs = performance.now();
  const sources = readSources();
  const laboratory = await openLaboratory(sources);
  if (await laboratory.isNoticed(undefined)) throw new Error("the risk room's tests fail as it is");
  const mutants = [...sources]
    .flatMap(([file, text]) => mutantsOf({ file, text, listName: "CHECKS" }))
    .filter(({ file }) => only === undefined || file.includes(only));
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    if (await laboratory.isNoticed(mutant)) continue;
    survivors.push(mutant);
    const mark = isAccepted(mutant) ? "accepted" : "SURVIVED";
    console.log(`${mark} ${mutant.file}:${mutant.line} ${mutant.change}\n         ${mutant.source}`);
  }
  if (await laboratory.isNoticed(undefined)) throw new Error("the risk room's tests fail after the mutants");
  await laboratory.close();
  const stale = only === undefined ? staleExcuses(survivors) : [];
  for (const excuse of stale) console.log(`accepted for nothing: ${excuse}`);
  const open = survivors.filter((mutant) => !isAccepted(mutant)).length;
  const noticed = mutants.length - survivors.length;
  const seconds = Math.round((performance.now() - beganMs) / 1_000);
  console.log(`${noticed} of ${mutants.length} mutants noticed, ${survivors.length - open} accepted, ${open} survived; ${seconds} s`);
  process.exitCode = open + stale.length === 0 ? 0 : 1;
}

await run(process.argv[2]);
