import type { ClientBase, Pool } from "pg";
import { bulkInsert } from "./insert-rows.ts";

/** Where a run took its bars from: a file alone, or the database. */
export type TrialSource = "file" | "stored";

/** One run on a dataset, by whoever. Ratios are null where they are undefined. */
export type Trial = {
  readonly tenantId: string;
  readonly datasetHash: Uint8Array;
  /** What makes it this trial and no second one, 32 bytes. */
  readonly origin: Uint8Array;
  readonly source: TrialSource;
  readonly studyId: string | null;
  readonly runBy: string;
  readonly runAtMs: number;
  readonly recordedAtMs: number;
  readonly specHash: Uint8Array;
  readonly sharpePerBar: number | null;
  readonly observations: number;
  readonly skew: number | null;
  /** Not in excess: 3 for a normal distribution. */
  readonly kurtosis: number | null;
};

export type NumberedTrial = Trial & { readonly number: number };

const doubleText = (value: number | null): string | null => (value === null ? null : String(value));

const trials = bulkInsert<NumberedTrial>("trials", [
  { name: "tenant_id", type: "uuid", value: ({ tenantId }) => tenantId },
  { name: "dataset_hash", type: "bytea", value: ({ datasetHash }) => datasetHash },
  { name: "number", type: "int8", value: ({ number }) => number },
  { name: "origin", type: "bytea", value: ({ origin }) => origin },
  { name: "source", type: "text", value: ({ source }) => source },
  { name: "study_id", type: "uuid", value: ({ studyId }) => studyId },
  { name: "run_by", type: "text", value: ({ runBy }) => runBy },
  { name: "run_at_ms", type: "int8", value: ({ runAtMs }) => runAtMs },
  { name: "recorded_at_ms", type: "int8", value: ({ recordedAtMs }) => recordedAtMs },
  { name: "spec_hash", type: "bytea", value: ({ specHash }) => specHash },
  { name: "sharpe_per_bar", type: "text", value: ({ sharpePerBar }) => doubleText(sharpePerBar), expression: "$::float8" },
  { name: "observations", type: "int4", value: ({ observations }) => observations },
  { name: "skew", type: "text", value: ({ skew }) => doubleText(skew), expression: "$::float8" },
  { name: "kurtosis", type: "text", value: ({ kurtosis }) => doubleText(kurtosis), expression: "$::float8" },
]);

/**
 * Counts runs on one dataset of one workspace, in the caller's transaction: they get the next numbers in
 * the order given. Those whose origin stands in the ledger are left out. Writers of one dataset wait for
 * each other until they commit, for a number that was taken and rolled back would leave a gap.
 */
export async function appendTrials(
  client: ClientBase,
  dataset: { readonly tenantId: string; readonly datasetHash: Uint8Array },
  runs: readonly Omit<Trial, "tenantId" | "datasetHash">[],
): Promise<{ readonly appended: number; readonly lastNumber: number }> {
  const { tenantId, datasetHash } = dataset;
  await client.query(
    "select pg_advisory_xact_lock(hashtextextended(format('ballast.trials %s %s', $1::text, encode($2::bytea, 'hex')), 0))",
    [tenantId, datasetHash],
  );
  const { rows: known } = await client.query<{ origin: string }>(
    "select encode(origin, 'hex') as origin from trials where tenant_id = $1 and origin = any($2::bytea[])",
    [tenantId, runs.map(({ origin }) => origin)],
  );
  const counted = new Set(known.map(({ origin }) => origin));
  const { rows } = await client.query<{ last: number }>(
    "select coalesce(max(number), 0)::int8 as last from trials where tenant_id = $1 and dataset_hash = $2",
    [tenantId, datasetHash],
  );
  const last = rows[0]?.last ?? 0;
  const fresh = runs.filter(({ origin }) => !counted.has(Buffer.from(origin).toString("hex")));
  await trials.write(
    client,
    fresh.map((run, index) => ({ ...run, tenantId, datasetHash, number: last + index + 1 })),
  );
  return { appended: fresh.length, lastNumber: last + fresh.length };
}

/** Whether a workspace counts any run on a file. */
export async function hasFileTrials(db: ClientBase | Pool, tenantId: string): Promise<boolean> {
  const { rows } = await db.query("select from trials where tenant_id = $1 and source = 'file' limit 1", [tenantId]);
  return rows.length > 0;
}

/** What the ledger of a dataset says of how often it was asked. */
export type TrialStanding = {
  readonly trials: number;
  /** Trials whose Sharpe ratio is defined. */
  readonly withSharpe: number;
  /** How far the ratios of distinct terms lie apart (sample variance), for a repeat says nothing of the spread; null under two. */
  readonly sharpeVariance: number | null;
};

/** How many trials a dataset has in a workspace, and how their Sharpe ratios per bar spread. */
export async function readTrialStanding(
  db: ClientBase | Pool,
  { tenantId, datasetHashes }: { readonly tenantId: string; readonly datasetHashes: readonly Uint8Array[] },
): Promise<TrialStanding> {
  const { rows } = await db.query<TrialStanding>(
    `select sum(many)::int4 as trials, sum(with_sharpe)::int4 as "withSharpe", var_samp(sharpe) as "sharpeVariance" from (
       select count(*) as many, count(sharpe_per_bar) as with_sharpe, min(sharpe_per_bar) as sharpe
       from trials where tenant_id = $1 and dataset_hash = any($2::bytea[]) group by spec_hash
       union all select 0, 0, null
     ) s`,
    [tenantId, datasetHashes],
  );
  return rows[0] ?? { trials: 0, withSharpe: 0, sharpeVariance: null };
}

/** Sharpe ratios per bar of a dataset's trials that have one: of each distinct terms one, for a repeat says nothing of their spread. */
export async function readTrialSharpes(
  db: ClientBase | Pool,
  { tenantId, datasetHash }: { readonly tenantId: string; readonly datasetHash: Uint8Array },
): Promise<readonly number[]> {
  const { rows } = await db.query<{ sharpe: number }>(
    `select min(sharpe_per_bar) as sharpe from trials where tenant_id = $1 and dataset_hash = $2 and sharpe_per_bar is not null
     group by spec_hash order by min(number)`,
    [tenantId, datasetHash],
  );
  return rows.map(({ sharpe }) => sharpe);
}

/** Trials of a workspace, the newest first; of one dataset, or of all. */
export async function listTrials(
  db: ClientBase | Pool,
  filter: { readonly tenantId: string; readonly datasetHash?: Uint8Array | undefined; readonly limit: number },
): Promise<NumberedTrial[]> {
  const { rows } = await db.query<NumberedTrial>(
    `select tenant_id as "tenantId", dataset_hash as "datasetHash", number, origin, source, study_id as "studyId", run_by as "runBy",
       run_at_ms as "runAtMs", recorded_at_ms as "recordedAtMs", spec_hash as "specHash", sharpe_per_bar as "sharpePerBar", observations, skew, kurtosis
     from trials where tenant_id = $1 and ($2::bytea is null or dataset_hash = $2) order by recorded_at_ms desc, number desc limit $3`,
    [filter.tenantId, filter.datasetHash ?? null, filter.limit],
  );
  return rows;
}
