import { binaryColumn } from "./binary-array.ts";
import type { BookId } from "./cycle-rows.ts";

/** Parameters of `unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(tenant_id, account_id, run_id)`. */
export function bookKeys(ids: readonly BookId[]): [Buffer, Buffer, Buffer] {
  const column = (value: (id: BookId) => string): Buffer => binaryColumn("uuid", ids, value);
  return [column(({ tenantId }) => tenantId), column(({ accountId }) => accountId), column(({ runId }) => runId)];
}
