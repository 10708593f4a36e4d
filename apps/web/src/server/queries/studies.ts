import { deflatedSharpe } from "@ballast/core/backtest/deflated-sharpe";
import { TRPCError } from "@trpc/server";
import type { StudyKind, StudyState } from "@ballast/db/repositories/studies";
import type { StudyPage, StudyRow } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { optional } from "../mappers/money.ts";
import { studyKindOf, studyStateOf, studyTermsOf } from "../mappers/study.ts";
import { readNames } from "./names.ts";
import { pageOf, readCursor } from "./page.ts";

export type StudyLine = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly spec: unknown;
  readonly dataset_hash: Uint8Array;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly state: string;
  readonly points_done: number;
  readonly points_total: number;
  readonly requested_by: string;
  readonly requested_at_ms: number;
  readonly started_at_ms: number | null;
  readonly finished_at_ms: number | null;
  readonly is_stopping: boolean;
  readonly summary: Partial<Record<string, number | null>> | null;
  /** As it was judged when the study was done. */
  readonly deflated: number | null;
  readonly ratio: number | null;
  readonly trials: number | null;
  readonly variance: number | null;
  readonly overfitting: number | null;
  readonly fold_trades: number | null;
};

/** A line of a list, without the result: a report with its curve is a hundred times as large. */
const LINE = `s.id, s.kind, s.title, s.spec, s.dataset_hash, s.from_ms, s.to_ms, s.state, s.points_done, s.points_total, s.requested_by,
  s.requested_at_ms, s.started_at_ms, s.finished_at_ms,
  s.state in ('queued', 'running') and exists (
    select from study_cancellations c where c.tenant_id = s.tenant_id and c.study_id = s.id) as is_stopping,
  coalesce(s.result #> '{report,summary}', s.result #> '{best,0,metrics}', (s.result -> 'outOfSample') - 'curve') as summary,
  coalesce(s.result #>> '{report,confidence,deflatedSharpe}', s.result #>> '{best,0,deflatedSharpe}', s.result #>> '{outOfSample,deflatedSharpe}')::float8 as deflated,
  (s.result #>> '{report,confidence,sharpePerBar}')::float8 as ratio, (s.result #>> '{overfitting,probability}')::float8 as overfitting,
  (select sum((f ->> 'outOfSampleTrades')::int4)::int4 from jsonb_array_elements(s.result -> 'folds') f) as fold_trades, t.trials, t.variance`;

/** Each study beside the ledger of its dataset: every trial counts, and of each distinct terms one ratio says how far they spread. */
const FROM = `studies s left join (
    select dataset_hash, sum(many)::int4 as trials, var_samp(sharpe) as variance from (
      select dataset_hash, count(*) as many, min(sharpe_per_bar) as sharpe from trials where tenant_id = (select tenant_id()) group by dataset_hash, spec_hash
    ) distinct_terms group by dataset_hash
  ) t on t.dataset_hash = s.dataset_hash`;

export function studyRow(line: StudyLine, names: ReadonlyMap<string, string>): StudyRow {
  const figure = (name: string): number | null => line.summary?.[name] ?? null;
  return {
    id: line.id,
    kind: studyKindOf(line),
    title: line.title,
    state: studyStateOf(line),
    isStopping: line.is_stopping,
    ...studyTermsOf(line.spec),
    fromMs: line.from_ms,
    toMs: line.to_ms,
    pointsDone: line.points_done,
    pointsTotal: line.points_total,
    requestedBy: names.get(line.requested_by) ?? line.requested_by,
    requestedAtMs: line.requested_at_ms,
    startedAtMs: optional(line.started_at_ms, Number),
    finishedAtMs: optional(line.finished_at_ms, Number),
    headline: {
      sharpe: figure("sharpe"),
      deflatedSharpe: deflatedNow(line),
      overfitting: line.overfitting,
      maxDrawdown: figure("maxDrawdown"),
      totalReturn: figure("totalReturn"),
      trades: figure("trades") ?? line.fold_trades,
    },
  };
}

/** The ratio against the ledger as it stands: whoever tries on after a study makes its luck more likely. As it was judged where a result has no moments. */
function deflatedNow({ summary, ratio, trials, variance, deflated }: StudyLine): number | null {
  const [sharpe, skew, kurtosis] = [ratio ?? summary?.["sharpePerBar"] ?? null, summary?.["skew"] ?? null, summary?.["kurtosis"] ?? null];
  const observations = summary?.["observations"] ?? (summary?.["bars"] ?? 0) - 1;
  if (sharpe === null || skew === null || kurtosis === null || trials === null) return deflated;
  return deflatedSharpe({ sharpe, observations, skew, kurtosis }, { trials, variance: variance ?? 0 });
}

export type StudyFilter = {
  readonly states?: readonly StudyState[] | undefined;
  readonly kinds?: readonly StudyKind[] | undefined;
  readonly datasetHash?: string | undefined;
};

/** Studies of the workspace, the newest first. */
export async function listStudyRows(
  tx: TenantTx,
  of: StudyFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<StudyPage> {
  const [beforeMs] = readCursor(of.cursor, 1) ?? [];
  const lines = await tx.rows<StudyLine>(
    `select ${LINE} from ${FROM}
      where s.tenant_id = (select tenant_id()) and ($1::text[] is null or s.state = any($1)) and ($2::text[] is null or s.kind = any($2))
        and ($3::text is null or s.dataset_hash = decode($3, 'hex')) and ($4::int8 is null or s.requested_at_ms < $4)
      order by s.requested_at_ms desc, s.id limit $5`,
    [of.states ?? null, of.kinds ?? null, of.datasetHash ?? null, beforeMs ?? null, of.limit + 1],
  );
  const names = await readNames(tx, lines.map((line) => line.requested_by).filter(isPersonId));
  return pageOf(lines, { limit: of.limit, item: (line) => studyRow(line, names), key: (line) => [line.requested_at_ms] });
}

/** A person of the web is named by id; who asked on the command line is named by that. */
export function isPersonId(actor: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(actor);
}

/** One study's line; a study of another workspace is as little there as one that never was. */
export async function requireStudyLine(tx: TenantTx, id: string): Promise<StudyLine> {
  const [line] = await tx.rows<StudyLine>(`select ${LINE} from ${FROM} where s.tenant_id = (select tenant_id()) and s.id = $1`, [id]);
  if (line === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such study." });
  return line;
}
