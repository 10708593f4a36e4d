import { fillModelWords } from "@ballast/core/execution/fill-model-words";
import { toHex } from "@ballast/core/numeric/hash";
import { findStudy, readStudyResult } from "@ballast/db/repositories/studies";
import type { ComparedStudy, NamedTerm, StudyDetail, StudyPoints } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { int8 } from "../mappers/row.ts";
import { storedResult, writtenSpecOf } from "../mappers/study.ts";
import { readCoverage } from "./coverage.ts";
import { holdoutsOf, readHoldouts } from "./lab-holdouts.ts";
import { readNames } from "./names.ts";
import { isPersonId, requireStudyLine, studyRow } from "./studies.ts";
import { readStanding } from "./trial-ledger.ts";

const valueText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The request as named values, for whoever wants to see every term that was asked. */
function termList(spec: unknown): readonly NamedTerm[] {
  if (typeof spec !== "object" || spec === null) return [];
  return Object.entries(spec)
    .filter(([name]) => name !== "title")
    .map(([name, value]) => [name, valueText(value)]);
}

async function readCancellation(tx: TenantTx, studyId: string): Promise<StudyDetail["cancelled"]> {
  const row = await tx.models.studyCancellation.findFirst({ where: { tenantId: tx.tenantId, studyId } });
  if (row === null) return undefined;
  const names = await readNames(tx, [row.cancelledBy].filter(isPersonId));
  return { by: names.get(row.cancelledBy) ?? row.cancelledBy, atMs: int8(row.cancelledAtMs), reason: row.reason };
}

async function rowOf(tx: TenantTx, id: string) {
  const line = await requireStudyLine(tx, id);
  return studyRow(line, await readNames(tx, [line.requested_by].filter(isPersonId)));
}

/** A study whole: its terms, its result, and what its dataset's ledger and holdouts say of it. */
export async function readStudy(tx: TenantTx, id: string): Promise<StudyDetail> {
  const row = await rowOf(tx, id);
  const key = { tenantId: tx.tenantId, id };
  const study = await findStudy(tx.client, key);
  if (study === undefined) throw new Error(`study ${id} has a line and no row`);
  const { datasetHash, failureCode, failure } = study;
  const spec = writtenSpecOf(study.spec);
  return {
    ...row,
    failure: failureCode === null ? undefined : { code: failureCode, message: failure ?? "" },
    cancelled: await readCancellation(tx, id),
    spec,
    fills: spec === undefined ? "not known to this release" : fillModelWords(spec.fillModel),
    terms: termList(study.spec),
    specHash: toHex(study.specHash),
    datasetHash: toHex(datasetHash),
    barsHash: toHex(study.barsHash),
    standing: await readStanding(tx, datasetHash),
    holdouts: holdoutsOf(await readHoldouts(tx), row),
    coverage: row.timeframeMs === 0 ? [] : await readCoverage(tx, row),
    result: row.state === "done" ? storedResult(await readStudyResult(tx.client, key)) : undefined,
  };
}

/** Studies side by side, in the order asked. */
export async function readCompared(tx: TenantTx, ids: readonly string[]): Promise<readonly ComparedStudy[]> {
  const compared: ComparedStudy[] = [];
  for (const id of ids) {
    const stored = await readStudyResult(tx.client, { tenantId: tx.tenantId, id });
    compared.push({ ...(await rowOf(tx, id)), result: storedResult(stored) });
  }
  return compared;
}

/** Figures that a heat map may show; a point's others stay where they are. */
const METRICS = ["sharpe", "totalReturn", "cagr", "maxDrawdown", "calmar", "sortino", "winRate", "trades", "turnover", "exposure"] as const;

type Point = { readonly parameters: Readonly<Record<string, number>>; readonly metrics: Readonly<Record<string, number | null>> };

/** Every point of a sweep, as columns: twenty thousand of them are read as one answer. */
export async function readSweep(tx: TenantTx, id: string): Promise<StudyPoints> {
  await requireStudyLine(tx, id);
  const points = await tx.rows<Point>(
    `select parameters, metrics from study_points
      where tenant_id = (select tenant_id()) and study_id = $1 and fold = 0 and not is_out_of_sample order by point`,
    [id],
  );
  const names = Object.keys(points[0]?.parameters ?? {});
  return {
    parameters: Object.fromEntries(names.map((name) => [name, points.map(({ parameters }) => parameters[name] ?? Number.NaN)])),
    metrics: Object.fromEntries(METRICS.map((name) => [name, points.map(({ metrics }) => metrics[name] ?? null)])),
  };
}
