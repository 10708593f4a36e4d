import type { AccountRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";
import type { Tx } from "../database.ts";
import { readAccountRows } from "./account-rows.ts";
import { heldHalts } from "./halts.ts";
import { instrumentsOfSettings } from "./settings.ts";

/** In the order of their keys; the cursor is the last key. */
export async function listAccounts(
  tx: Tx,
  page: { readonly limit: number; readonly cursor: string | undefined },
): Promise<Page<AccountRow>> {
  const halts = await heldHalts(tx);
  const rows = await readAccountRows(tx, {
    halts,
    instrumentsOf: instrumentsOfSettings,
    where: "($2::text is null or a.key > $2) order by a.key limit $3",
    values: [page.cursor ?? null, page.limit + 1],
  });
  const items = rows.slice(0, page.limit);
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)?.key : undefined };
}
