import type { ClientBase } from "pg";
import { binaryColumn, type ElementType } from "./binary-array.ts";

/** A column of a bulk insert: its name, its SQL type, and how the value stands in the select list. */
export type Column<Row> = {
  readonly name: string;
  readonly type: ElementType;
  readonly value: (row: Row) => unknown;
  /** SQL around the unnested value; `string_to_array($, ',')` for a text[] column. `$` is the value. */
  readonly expression?: string;
};

/** One table's bulk insert: a named statement, so that its plan is cached on the connection. */
export type BulkInsert<Row> = { readonly write: (client: ClientBase, rows: readonly Row[]) => Promise<void> };

/**
 * Rows by one `unnest` over column arrays: one round trip and one plan, however many rows.
 * `onConflict` is appended as it stands.
 */
export function bulkInsert<Row>(table: string, columns: readonly Column<Row>[], onConflict = ""): BulkInsert<Row> {
  const names = columns.map(({ name }) => name).join(", ");
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
  const values = columns
    .map(({ name, expression }) => (expression === undefined ? `r.${name}` : expression.replace("$", `r.${name}`)))
    .join(", ");
  const text = `insert into ${table} (${names}) select ${values} from unnest(${arrays}) as r(${names}) ${onConflict}`;
  const name = `bulk ${table}`;
  return {
    write: async (client, rows) => {
      if (rows.length === 0) return;
      await client.query({ name, text, values: columns.map(({ type, value }) => binaryColumn(type, rows, value)) });
    },
  };
}
