import { toHex } from "@ballast/core/numeric/hash";
import { readTrialStanding, type TrialStanding } from "@ballast/db/repositories/trials";
import type { TrialDataset, TrialLedger, TrialPage, TrialRow } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { optional } from "../mappers/money.ts";
import { studyTermsOf } from "../mappers/study.ts";
import { readHoldouts } from "./lab-holdouts.ts";
import { readNames } from "./names.ts";
import { pageOf, readCursor } from "./page.ts";
import { isPersonId } from "./studies.ts";

const DATASETS_MAX = 200;
const NO_TRIALS: TrialStanding = { trials: 0, withSharpe: 0, sharpeVariance: null };

/** How often a dataset was asked in this workspace. */
export function readStanding(tx: TenantTx, datasetHash: Uint8Array): Promise<TrialStanding> {
  return readTrialStanding(tx.client, { tenantId: tx.tenantId, datasetHashes: [datasetHash] });
}

/** The same by name, for a form that knows no hash: of the newest study on these series. */
export async function readStandingByName(
  tx: TenantTx,
  of: { readonly source: string; readonly instruments: readonly string[]; readonly timeframeMs: number },
): Promise<TrialStanding> {
  const name = { source: of.source, instruments: [...of.instruments].sort(), timeframeMs: of.timeframeMs };
  const [row] = await tx.rows<{ readonly dataset_hash: Uint8Array }>(
    `select dataset_hash from studies where tenant_id = (select tenant_id()) and spec @> $1::jsonb
        and jsonb_array_length(spec -> 'instruments') = $2 order by requested_at_ms desc limit 1`,
    [JSON.stringify(name), of.instruments.length],
  );
  return row === undefined ? NO_TRIALS : readStanding(tx, row.dataset_hash);
}

type DatasetRow = TrialStanding & {
  readonly dataset_hash: Uint8Array;
  readonly last_run_ms: number;
  readonly best: number | null;
  readonly spec: unknown;
};

async function readDatasets(tx: TenantTx): Promise<readonly TrialDataset[]> {
  const rows = await tx.rows<DatasetRow>(
    `select t.*, s.spec from (
       select dataset_hash, sum(many)::int4 as trials, sum(with_sharpe)::int4 as "withSharpe", var_samp(sharpe) as "sharpeVariance", max(last_run_ms) as last_run_ms, max(best) as best
         from (select dataset_hash, count(*) as many, count(sharpe_per_bar) as with_sharpe, min(sharpe_per_bar) as sharpe, max(run_at_ms) as last_run_ms, max(sharpe_per_bar) as best
           from trials where tenant_id = (select tenant_id()) group by dataset_hash, spec_hash) distinct_terms
        group by dataset_hash) t
       left join lateral (
         select spec from studies where tenant_id = (select tenant_id()) and dataset_hash = t.dataset_hash limit 1) s on true
      order by t.last_run_ms desc limit ${DATASETS_MAX}`,
  );
  return rows.map((row) => ({
    trials: row.trials,
    withSharpe: row.withSharpe,
    sharpeVariance: row.sharpeVariance,
    datasetHash: toHex(row.dataset_hash),
    name: row.spec === null ? undefined : studyTermsOf(row.spec),
    lastRunMs: row.last_run_ms,
    bestSharpePerBar: row.best,
  }));
}

/** Every dataset that was ever asked, how often, and which stretches are kept unseen. */
export async function readTrialLedger(tx: TenantTx): Promise<TrialLedger> {
  return { datasets: await readDatasets(tx), holdouts: await readHoldouts(tx) };
}

type Line = {
  readonly number: number;
  readonly dataset_hash: Uint8Array;
  readonly source: "file" | "stored";
  readonly study_id: string | null;
  readonly title: string | null;
  readonly run_by: string;
  readonly run_at_ms: number;
  readonly sharpe_per_bar: number | null;
  readonly observations: number;
};

function trialRow(line: Line, names: ReadonlyMap<string, string>): TrialRow {
  return {
    number: line.number,
    datasetHash: toHex(line.dataset_hash),
    source: line.source,
    studyId: optional(line.study_id, String),
    studyTitle: optional(line.title, String),
    runBy: names.get(line.run_by) ?? line.run_by,
    runAtMs: line.run_at_ms,
    sharpePerBar: line.sharpe_per_bar,
    observations: line.observations,
  };
}

/** The ledger of one dataset, the newest trial first. Numbers have no gap: what was tried can't be left out. */
export async function listDatasetTrials(
  tx: TenantTx,
  of: { readonly datasetHash: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<TrialPage> {
  const [before] = readCursor(of.cursor, 1) ?? [];
  const lines = await tx.rows<Line>(
    `select t.number, t.dataset_hash, t.source, t.study_id, s.title, t.run_by, t.run_at_ms, t.sharpe_per_bar, t.observations
       from trials t left join studies s on s.tenant_id = t.tenant_id and s.id = t.study_id
      where t.tenant_id = (select tenant_id()) and t.dataset_hash = decode($1, 'hex') and ($2::int8 is null or t.number < $2)
      order by t.number desc limit $3`,
    [of.datasetHash, before ?? null, of.limit + 1],
  );
  const names = await readNames(tx, lines.map(({ run_by }) => run_by).filter(isPersonId));
  return pageOf(lines, { limit: of.limit, item: (line) => trialRow(line, names), key: (line) => [line.number] });
}
