import type { PendingApprovals } from "../contract/pending.ts";
import { onlyRow, type Tx } from "../database.ts";
import { LIMIT_RAISE } from "./raise-requests.ts";
import { KILL_RELEASE } from "./release-requests.ts";
import { COOLING_OFF, ROLE_GRANT } from "./role-requests.ts";

/**
 * Approvals undecided and not expired. What cools off is of one kind whatever it is about, so its
 * subject tells: a role's begins with an address, the others with their kind.
 */
export async function countPendingApprovals(tx: Tx, nowMs: number): Promise<PendingApprovals> {
  const rows = await tx.rows<PendingApprovals>(
    `select count(*) filter (where about = '${LIMIT_RAISE}') as raises,
            count(*) filter (where about = '${KILL_RELEASE}') as releases,
            count(*) filter (where kind in ('${ROLE_GRANT}', '${COOLING_OFF}') and about not in ('${LIMIT_RAISE}', '${KILL_RELEASE}')) as roles
       from (select kind, split_part(subject, '|', 1) as about from approvals
              where tenant_id = (select tenant_id()) and decision is null and expires_at_ms > $1) open_approvals`,
    [nowMs],
  );
  return onlyRow(rows, "pending approvals");
}
