import type { ControlPlane, Models } from "@ballast/db/clients/prisma";
import { withTenant } from "@ballast/db/clients/tenant";
import type { ClientBase, Pool, PoolClient } from "pg";

/**
 * What the server asks of Postgres. Queries take one of these, so that they know neither a pool nor
 * where a transaction begins.
 */
export type Tx = {
  /** Rows of one statement; int8 as number, numeric as bigint, bytea as bytes. */
  readonly rows: <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
};

/** The models of one workspace's transaction. Row-level security holds for them as for SQL; the id is for keys and new rows. */
export type ModelsTx = { readonly tenantId: string; readonly models: Models };

/** The transaction of one workspace: SQL, models, and the connection that repositories of packages/db write on. One commit for all. */
export type TenantTx = Tx & ModelsTx & { readonly client: ClientBase };

export type Database = {
  /** One transaction that sees one workspace's rows; rolled back where `work` throws. */
  readonly withTenant: <T>(tenantId: string, work: (tx: TenantTx) => Promise<T>) => Promise<T>;
  /** One statement on global tables and the sign-in functions, where no workspace is named yet. */
  readonly global: Tx;
};

/** A page that takes longer than this is given up, so that a slow query can't hold every connection. */
const STATEMENT_TIMEOUT_MS = 10_000;

function asTx(client: Pool | PoolClient): Tx {
  return {
    rows: async <Row>(sql: string, values: readonly unknown[] = []) => {
      const result = await client.query<Row & object>(sql, [...values]);
      return result.rows;
    },
  };
}

export function createDatabase(pool: Pool, controlPlane: ControlPlane): Database {
  return {
    withTenant: (tenantId, work) =>
      withTenant(pool, tenantId, async (client) => {
        await client.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT_MS]);
        return controlPlane.join(client, (models) => work({ ...asTx(client), client, tenantId, models }));
      }),
    global: asTx(pool),
  };
}

/** The one row that a statement promises; none is a broken invariant. */
export function onlyRow<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${what}: expected one row, got ${rows.length}`);
  return row;
}
