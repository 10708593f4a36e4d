import type { Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** In how many slots of an outcome a reason code stands. */
export type ReasonCountRow = { readonly outcome: string; readonly code: string; readonly slots: number };

const SKIPPED = "SKIPPED";

/**
 * How often each reason code stands in a book's slots, by how the slot came out: those of its receipts,
 * and those for which slots were skipped. Most frequent first; what is as frequent stands by outcome and
 * code, so that two reads list alike.
 */
export async function countReasons(pool: Pool, { tenantId, accountId, runId }: BookId): Promise<ReasonCountRow[]> {
  const { rows } = await pool.query<ReasonCountRow>(
    `with reasons as (
       select outcome, unnest(reason_codes) as code from receipts
       where tenant_id = $1 and account_id = $2 and run_id = $3 and outcome <> '${SKIPPED}'
       union all
       select outcome, reason from slots where tenant_id = $1 and account_id = $2 and run_id = $3 and outcome = '${SKIPPED}'
     )
     select outcome, code, count(*)::int4 as slots from reasons group by outcome, code
     order by slots desc, outcome collate "C", code collate "C"`,
    [tenantId, accountId, runId],
  );
  return rows;
}

/** Of how many orders a rest was given up, by why. */
export type GivenUpRow = { readonly code: string; readonly orders: number };

/** What became of a book's orders that did not fill whole at once. */
export type PartedOrders = { readonly filledInParts: number; readonly givenUp: readonly GivenUpRow[] };

/** How many orders of a book filled in parts, and of how many the rest was given up for one of these reasons, most frequent first. */
export async function countPartedOrders(
  pool: Pool,
  { tenantId, accountId, runId }: BookId,
  reasons: readonly string[],
): Promise<PartedOrders> {
  const { rows } = await pool.query<GivenUpRow & { readonly event: string }>(
    `select * from (
       select event, case event when 'partly_filled' then '' else reason end as code, count(distinct order_id)::int4 as orders from order_events
       where tenant_id = $1 and account_id = $2 and run_id = $3
         and (event = 'partly_filled' or event = 'cancel_confirmed' and reason = any ($4))
       group by 1, 2
     ) as steps order by orders desc, code collate "C"`,
    [tenantId, accountId, runId, reasons],
  );
  const givenUp = rows.filter(({ event }) => event === "cancel_confirmed").map(({ code, orders }) => ({ code, orders }));
  return { filledInParts: rows.find(({ event }) => event === "partly_filled")?.orders ?? 0, givenUp };
}

/** A finished run of the same content as another: the same accounts, settings, costs, period and source. */
export type TwinRow = { readonly id: string; readonly key: string; readonly lineageId: string | null };

/** The last of the finished runs that are the same as this one but for their key; undefined where it is the first. */
export async function findTwin(
  pool: Pool,
  of: { readonly tenantId: string; readonly runId: string; readonly content: string },
): Promise<TwinRow | undefined> {
  const { rows } = await pool.query<TwinRow>(
    `select id, key, lineage_id as "lineageId" from runs
     where tenant_id = $1 and id <> $2 and options ->> 'content' = $3 and state = 'finished'
     order by length(key) desc, key collate "C" desc limit 1`,
    [of.tenantId, of.runId, of.content],
  );
  return rows[0];
}
