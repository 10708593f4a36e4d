import type { ClientBase, Pool } from "pg";
import { bulkInsert } from "./insert-rows.ts";
import type { StudyId } from "./studies.ts";

/** What one parameter set came to. `returns` are those of equal stretches of its period, in time order. */
export type StudyPoint = {
  /** 0 for a sweep; of a walk-forward its folds from 0 on. */
  readonly fold: number;
  /** Whether this set was chosen in training and run on the stretch after it. */
  readonly isOutOfSample: boolean;
  readonly point: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly returns: Float64Array;
};

type Row = StudyPoint & StudyId;

/** Doubles little-endian, whatever the host. */
export function bytesOfReturns(returns: Float64Array): Uint8Array {
  const bytes = new Uint8Array(returns.length * 8);
  const view = new DataView(bytes.buffer);
  returns.forEach((value, index) => {
    view.setFloat64(index * 8, value, true);
  });
  return bytes;
}

/** What `bytesOfReturns` wrote. */
export function returnsOfBytes(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / 8 }, (_, index) => view.getFloat64(index * 8, true));
}

const points = bulkInsert<Row>("study_points", [
  { name: "tenant_id", type: "uuid", value: ({ tenantId }) => tenantId },
  { name: "study_id", type: "uuid", value: ({ id }) => id },
  { name: "fold", type: "int4", value: ({ fold }) => fold },
  { name: "is_out_of_sample", type: "bool", value: ({ isOutOfSample }) => isOutOfSample },
  { name: "point", type: "int4", value: ({ point }) => point },
  { name: "parameters", type: "text", value: ({ parameters }) => JSON.stringify(parameters), expression: "$::jsonb" },
  { name: "metrics", type: "text", value: ({ metrics }) => JSON.stringify(metrics), expression: "$::jsonb" },
  { name: "returns", type: "bytea", value: ({ returns }) => bytesOfReturns(returns) },
]);

/** Stores points of a study that runs, many in one statement. */
export async function insertPoints(client: ClientBase, study: StudyId, rows: readonly StudyPoint[]): Promise<void> {
  await points.write(
    client,
    rows.map((row) => ({ ...row, tenantId: study.tenantId, id: study.id })),
  );
}

type StoredPoint = Omit<StudyPoint, "returns"> & { readonly returns: Uint8Array };

/** A study's points in the order of their folds and numbers; without returns where nobody counts with them. */
export async function readPoints(
  db: ClientBase | Pool,
  { tenantId, id }: StudyId,
  which: { readonly fold?: number; readonly isOutOfSample?: boolean; readonly isWithReturns: boolean },
): Promise<StudyPoint[]> {
  const { rows } = await db.query<StoredPoint>(
    `select fold, is_out_of_sample as "isOutOfSample", point, parameters, metrics, case when $5 then returns else '' end as returns
     from study_points where tenant_id = $1 and study_id = $2 and ($3::int4 is null or fold = $3) and ($4::bool is null or is_out_of_sample = $4)
     order by fold, is_out_of_sample, point`,
    [tenantId, id, which.fold ?? null, which.isOutOfSample ?? null, which.isWithReturns],
  );
  return rows.map((row) => ({ ...row, returns: returnsOfBytes(row.returns) }));
}
