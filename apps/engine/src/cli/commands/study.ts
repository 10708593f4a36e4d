import { findStudiesByPrefix, listStudies, type Study } from "@ballast/db/repositories/studies";
import { z } from "zod";
import { cancelStudy } from "../../usecases/lab/request-study.ts";
import { CommandRefused, EXIT, UsageError, type CommandInput, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { actionOf, flagOption, nameOption, parseOptions } from "../parse-options.ts";
import { awaitStudy, commandActor, readFinished } from "../run-study.ts";
import { studyJson, studyText } from "../study-view.ts";
import { countText, formatTable, utcText, type TableColumn } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const REASON_LENGTH_MAX = 500;

const schema = z.object({
  workspace: nameOption.optional(),
  reason: z.string().trim().max(REASON_LENGTH_MAX).default(""),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

const COLUMNS: readonly TableColumn<Study>[] = [
  { title: "Study", cell: ({ id }) => id },
  { title: "Kind", cell: ({ kind }) => kind },
  { title: "State", cell: ({ state, failureCode }) => (failureCode === null ? state : `${state} ${failureCode}`) },
  { title: "Walks", cell: ({ pointsDone, pointsTotal }) => `${countText(pointsDone)} of ${countText(pointsTotal)}`, align: "right" },
  { title: "Period", cell: ({ fromMs, toMs }) => `${utcText(fromMs)} to ${utcText(toMs)}` },
  { title: "Asked", cell: ({ requestedAtMs }) => utcText(requestedAtMs) },
  { title: "Title", cell: ({ title }) => title },
];

const rowJson = (study: Study): Record<string, unknown> => ({
  id: study.id,
  kind: study.kind,
  title: study.title,
  state: study.state,
  points_done: study.pointsDone,
  points_total: study.pointsTotal,
  from_ts: study.fromMs,
  to_ts: study.toMs,
  requested_by: study.requestedBy,
  requested_ts: study.requestedAtMs,
  failure: study.failureCode === null ? null : { code: study.failureCode, message: study.failure },
});

/** The study that a person names by the beginning of its id. */
async function studyNamed({ ports }: EngineSession, name: string | undefined): Promise<Study> {
  if (name === undefined) throw new UsageError("name a study by the beginning of its id; see: npx ballast study list");
  const found = await findStudiesByPrefix(ports.pool, name);
  const [study] = found;
  if (study !== undefined && found.length === 1) return study;
  throw new CommandRefused({
    code: study === undefined ? "STUDY_UNKNOWN" : "STUDY_AMBIGUOUS",
    fact: study === undefined ? `there is no study ${name}` : `several studies begin with ${name}`,
    mend: "npx ballast study list names them all.",
  });
}

type Act = (
  session: EngineSession,
  of: { readonly options: Options; readonly name: string | undefined; readonly terminal: Terminal },
) => Promise<string>;

const list: Act = async (session, { options }) => {
  const tenantId = options.workspace === undefined ? undefined : (await workspaceOf(session, options.workspace)).id;
  const studies = await listStudies(session.ports.pool, { tenantId });
  if (options.json) return JSON.stringify({ studies: studies.map(rowJson) });
  return studies.length === 0 ? "No study was asked for yet." : formatTable(COLUMNS, studies);
};

const show: Act = async (session, { options, name }) => {
  const study = await studyNamed(session, name);
  if (study.state !== "done") return options.json ? JSON.stringify(rowJson(study)) : formatTable(COLUMNS, [study]);
  const { result, points, costs } = await readFinished(session, study);
  const seconds = ((study.finishedAtMs ?? 0) - (study.startedAtMs ?? 0)) / 1_000;
  const viewed = { studyId: study.id, result, points, costs, seconds };
  return options.json ? studyJson(viewed) : studyText(viewed);
};

const cancel: Act = async (session, { options, name }) => {
  const study = await studyNamed(session, name);
  await cancelStudy(session.ports.lab, { ...study, actor: commandActor(), reason: options.reason });
  return options.json ? JSON.stringify({ cancelled: study.id }) : `Study ${study.id} is cancelled; nothing more of it is stored.`;
};

/** Works on a study that was left, until it has ended. */
const resume: Act = async (session, { options, name, terminal }) => {
  const study = await studyNamed(session, name);
  const ended = await awaitStudy(session, study, terminal);
  return show(session, { options, name: ended.id, terminal });
};

const ACTS = { list, show, cancel, resume };

export const run: CommandModule["run"] = async (input: CommandInput, terminal) => {
  const options = parseOptions(schema, input);
  const act = actionOf<Act>(input, ACTS, "list");
  const name = input.positionals[1];
  await terminal.out(`${await withEngineSession(terminal, (session) => act(session, { options, name, terminal }))}\n`);
  return EXIT.done;
};
