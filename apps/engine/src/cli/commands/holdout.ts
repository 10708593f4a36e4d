import { listHoldouts, type ListedHoldout } from "@ballast/db/repositories/holdouts";
import { HOUR_MS, timeframeName } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { declareHoldout, openHoldout } from "../../usecases/lab/holdout-acts.ts";
import { CommandRefused, EXIT, UsageError, type CommandModule } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import {
  actionOf,
  flagOption,
  instrumentOption,
  nameOption,
  parseOptions,
  sourceOption,
  timeframeOption,
  timeOption,
} from "../parse-options.ts";
import { commandActor } from "../run-study.ts";
import { formatTable, utcText, type TableColumn } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const REASON_LENGTH_MAX = 500;

const schema = z.object({
  instrument: z.array(instrumentOption).optional(),
  timeframe: timeframeOption.default(HOUR_MS),
  source: sourceOption,
  from: timeOption.optional(),
  reason: z.string().trim().min(1).max(REASON_LENGTH_MAX).optional(),
  workspace: nameOption.optional(),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

const COLUMNS: readonly TableColumn<ListedHoldout>[] = [
  { title: "Holdout", cell: ({ id }) => id },
  {
    title: "Dataset",
    cell: ({ dataset }) => `${dataset.instruments.join(", ")} ${timeframeName(dataset.timeframeMs) ?? ""} of ${dataset.source}`,
  },
  { title: "From", cell: ({ fromMs }) => utcText(fromMs) },
  { title: "Declared", cell: ({ declaredAtMs, declaredBy, reason }) => `${utcText(declaredAtMs)} by ${declaredBy}: ${reason}` },
  {
    title: "Opened",
    cell: ({ openedAtMs, openedBy, openReason }) =>
      openedAtMs === null ? "closed" : `${utcText(openedAtMs)} by ${openedBy ?? ""}: ${openReason ?? ""}`,
  },
];

type Act = (
  session: EngineSession,
  of: { readonly options: Options; readonly name: string | undefined; readonly tenantId: string },
) => Promise<string>;

function reasonOf({ reason }: Options): string {
  if (reason === undefined) throw new UsageError("--reason is missing: it stands in the audit log.");
  return reason;
}

const list: Act = async ({ ports }, { options, tenantId }) => {
  const holdouts = await listHoldouts(ports.pool, { tenantId });
  if (options.json) return JSON.stringify({ holdouts: holdouts.map(({ datasetHash: _hash, ...holdout }) => holdout) });
  return holdouts.length === 0 ? "Nothing is held out." : formatTable(COLUMNS, holdouts);
};

const declare: Act = async ({ ports }, { options, tenantId }) => {
  const { instrument, from: fromMs, timeframe: timeframeMs, source } = options;
  if (instrument === undefined || fromMs === undefined)
    throw new UsageError("--instrument and --from: say what is held out, and from when on.");
  const instruments = (await entriesNamed(ports.pool, instrument)).map((entry) => entry.instrument.symbol);
  const dataset = { source, instruments, timeframeMs };
  const { holdoutId } = await declareHoldout(ports.lab, { tenantId, actor: commandActor(), dataset, fromMs, reason: reasonOf(options) });
  return options.json
    ? JSON.stringify({ holdout: holdoutId })
    : `Holdout ${holdoutId}: no study sees these bars from ${utcText(fromMs)} on until it is opened, once.`;
};

const open: Act = async ({ ports }, { options, name, tenantId }) => {
  const found = (await listHoldouts(ports.pool, { tenantId })).filter(({ id }) => name !== undefined && id.startsWith(name));
  const [holdout] = found;
  if (holdout === undefined || found.length > 1)
    throw new CommandRefused({
      code: "HOLDOUT_UNKNOWN",
      fact: holdout === undefined ? `there is no holdout ${name ?? ""}` : `several holdouts begin with ${name ?? ""}`,
      mend: "npx ballast holdout names them all.",
    });
  await openHoldout(ports.lab, { tenantId, actor: commandActor(), holdoutId: holdout.id, reason: reasonOf(options) });
  return options.json ? JSON.stringify({ opened: holdout.id }) : `Holdout ${holdout.id} is open, for good: what is seen can not be unseen.`;
};

const ACTS = { list, declare, open };

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const act = actionOf<Act>(input, ACTS, "list");
  const name = input.positionals[1];
  const text = await withEngineSession(terminal, async (session) => {
    const { id: tenantId } = await workspaceOf(session, options.workspace);
    return act(session, { options, name, tenantId });
  });
  await terminal.out(`${text}\n`);
  return EXIT.done;
};
