/**
 * What the server asks of Postgres. Queries take one of these, so that a test hands in the same
 * functions on a throw-away database and nothing here knows a pool.
 */
export type Tx = {
  /** Rows of one statement; int8 as number, numeric as bigint, bytea as bytes. */
  readonly rows: <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
};

export type Database = {
  /** One transaction that sees one workspace's rows; rolled back where `work` throws. */
  readonly withTenant: <T>(tenantId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** One statement on global tables and the sign-in functions, where no workspace is named yet. */
  readonly global: Tx;
};

/** The one row that a statement promises; none is a broken invariant. */
export function onlyRow<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${what}: expected one row, got ${String(rows.length)}`);
  return row;
}
