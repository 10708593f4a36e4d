import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { Account } from "@ballast/db/repositories/accounts";
import { accountNamed } from "../account-directory.ts";
import { EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { parseOptions, refuseReversed, symbolsNamed } from "../parse-options.ts";
import { studyProfileNamed } from "../profile-named.ts";
import { runFileStudy } from "../run-file-study.ts";
import { runStoredStudy } from "../run-study.ts";
import { sweepSchema, walkForwardSchema, type GridOptions, type SweepOptions } from "../study-options.ts";
import { foldsOfOptions, gridOf, studyAccountOf, studyFileOf, termsOf } from "../study-terms.ts";
import { studyJson, studyText, type ViewedStudy } from "../study-view.ts";
import { workspaceOf } from "../workspace.ts";

/** What a command adds to the terms that all studies have. */
type OfKind = Readonly<Record<string, unknown>> & { readonly kind: "sweep" | "walk-forward" };

/** An account's own workspace and terms, where one is named. */
async function accountOf({ ports }: EngineSession, { account, workspace }: GridOptions): Promise<Account | undefined> {
  return account === undefined ? undefined : accountNamed(ports.pool, { name: account, workspace });
}

/** A study over stored bars: requested, walked by the engine or here, and read back. */
async function overStored(options: GridOptions, kind: OfKind, terminal: Terminal): Promise<ViewedStudy> {
  const { from: fromMs, to: toMs, source } = options;
  const asked = symbolsNamed(options);
  if (asked === undefined && options.account === undefined)
    throw new UsageError("say what to walk: --instrument or --account for stored bars, or --parquet or --csv with a file.");
  if (fromMs === undefined || toMs === undefined) throw new UsageError("--from and --to: say which stretch of the stored bars.");
  return withEngineSession(
    terminal,
    async (session) => {
      const { pool } = session.ports;
      const account = await accountOf(session, options);
      const own = account === undefined ? undefined : studyAccountOf(account);
      const terms = termsOf(options, own);
      const instruments = (await entriesNamed(pool, asked ?? own?.settings.instruments ?? [])).map((entry) => entry.instrument.symbol);
      const tenantId = account?.tenantId ?? (await workspaceOf(session, options.workspace)).id;
      const profile = await studyProfileNamed(pool, { tenantId, text: terms.profile });
      const timeframeMs = options.timeframe ?? own?.settings.timeframeMs ?? HOUR_MS;
      const spec = { ...terms, ...kind, profile, source, instruments, timeframeMs, fromMs, toMs };
      const { study, result, points, costs } = await runStoredStudy(session, { tenantId, spec, terminal });
      const seconds = ((study.finishedAtMs ?? 0) - (study.startedAtMs ?? 0)) / 1_000;
      return { studyId: study.id, result, points, costs, seconds };
    },
    { labThreads: options.workers },
  );
}

async function walk(options: GridOptions, kind: OfKind, terminal: Terminal): Promise<ViewedStudy> {
  refuseReversed(options);
  const path = studyFileOf(options);
  if (path !== undefined) return runFileStudy({ path, options, terms: { ...termsOf(options), ...kind }, terminal });
  // What is wrong with terms that no account completes is known before any service is brought up.
  if (options.account === undefined) termsOf(options);
  return overStored(options, kind, terminal);
}

async function tell(
  terminal: Terminal,
  viewed: ViewedStudy,
  of: { readonly json: boolean; readonly axes?: readonly string[] | undefined },
): Promise<void> {
  await terminal.out(`${of.json ? studyJson(viewed) : studyText(viewed, of.axes)}\n`);
}

/** The two parameters of the map, where the command line names them. */
function axesOf(options: SweepOptions): readonly string[] | undefined {
  const { axes } = options;
  if (axes === undefined) return undefined;
  const names = axes.split(",").map((name) => name.trim());
  const varied = Object.keys(gridOf(options));
  const alien = names.find((name) => !varied.includes(name));
  if (names.length === 2 && alien === undefined) return names;
  throw new UsageError(`--axes takes two parameters that vary, x,y: of ${varied.join(", ")}.`);
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(sweepSchema, input);
  const axes = axesOf(options);
  await tell(terminal, await walk(options, { kind: "sweep" }, terminal), { json: options.json, axes });
  return EXIT.done;
};

export const runWalkForward: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(walkForwardSchema, input);
  const kind = { kind: "walk-forward", folds: foldsOfOptions(options) } as const;
  await tell(terminal, await walk(options, kind, terminal), { json: options.json });
  return EXIT.done;
};
