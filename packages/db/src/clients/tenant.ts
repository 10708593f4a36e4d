import type { Pool, PoolClient } from "pg";
import { inTransaction } from "./pool.ts";

/**
 * One transaction of the web role that sees and writes one workspace's rows. The name is local to
 * the transaction: the next user of the pooled connection has to name a workspace again.
 */
export async function withTenant<T>(pool: Pool, tenantId: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query("select set_config('ballast.tenant', $1, true)", [tenantId]);
    return work(client);
  });
}
