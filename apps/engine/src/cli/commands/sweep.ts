import { HOUR_MS } from "@ballast/core/time/timeframe";
import { EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { parseOptions, refuseReversed } from "../parse-options.ts";
import { runFileStudy } from "../run-file-study.ts";
import { runStoredStudy } from "../run-study.ts";
import { foldsOfOptions, studyFileOf, sweepSchema, termsOf, walkForwardSchema, type GridOptions } from "../study-options.ts";
import { studyJson, studyText, type ViewedStudy } from "../study-view.ts";
import { workspaceOf } from "../workspace.ts";

/** A study over stored bars: requested, walked by the engine or here, and read back. */
async function overStored(options: GridOptions, terms: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ViewedStudy> {
  const { instrument, from: fromMs, to: toMs, source, timeframe: timeframeMs = HOUR_MS } = options;
  if (instrument === undefined) throw new UsageError("say what to walk: --instrument for stored bars, or --parquet or --csv with a file.");
  if (fromMs === undefined || toMs === undefined) throw new UsageError("--from and --to: say which stretch of the stored bars.");
  return withEngineSession(
    terminal,
    async (session) => {
      const instruments = (await entriesNamed(session.ports.pool, [instrument])).map((entry) => entry.instrument.symbol);
      const { id: tenantId } = await workspaceOf(session, options.workspace);
      const spec = { ...terms, source, instruments, timeframeMs, fromMs, toMs };
      const { study, result, points } = await runStoredStudy(session, { tenantId, spec, terminal });
      const seconds = ((study.finishedAtMs ?? 0) - (study.startedAtMs ?? 0)) / 1_000;
      return { studyId: study.id, result, points, seconds };
    },
    { labThreads: options.workers },
  );
}

async function walk(options: GridOptions, terms: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<ViewedStudy> {
  refuseReversed(options);
  const path = studyFileOf(options);
  return path === undefined ? overStored(options, terms, terminal) : runFileStudy({ path, options, terms, terminal });
}

async function tell(
  terminal: Terminal,
  viewed: ViewedStudy,
  of: { readonly json: boolean; readonly axes?: readonly string[] | undefined },
): Promise<void> {
  await terminal.out(`${of.json ? studyJson(viewed) : studyText(viewed, of.axes)}\n`);
}

/** The two parameters of the map, where the command line names them. */
function axesOf(axes: string | undefined, grid: unknown): readonly string[] | undefined {
  if (axes === undefined) return undefined;
  const names = axes.split(",").map((name) => name.trim());
  const varied = typeof grid === "object" && grid !== null ? Object.keys(grid) : [];
  const alien = names.find((name) => !varied.includes(name));
  if (names.length === 2 && alien === undefined) return names;
  throw new UsageError(`--axes takes two parameters that vary, x,y: of ${varied.join(", ")}.`);
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(sweepSchema, input);
  const terms = { kind: "sweep", ...termsOf(options) };
  const axes = axesOf(options.axes, termsOf(options)["grid"]);
  await tell(terminal, await walk(options, terms, terminal), { json: options.json, axes });
  return EXIT.done;
};

export const runWalkForward: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(walkForwardSchema, input);
  const terms = { kind: "walk-forward", ...termsOf(options), folds: foldsOfOptions(options) };
  await tell(terminal, await walk(options, terms, terminal), { json: options.json });
  return EXIT.done;
};
