import type { TenantTx } from "../database.ts";
import { instrumentsOfSettings } from "./settings.ts";

const CONTENTS_MAX = 1_000;

/**
 * Instruments that decisions of the workspace may concern, by name: those of every strategy that an account has had or
 * a book has run by, whatever market they are on.
 */
export async function readDecidedSymbols(tx: TenantTx): Promise<readonly string[]> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    `select body from (
       select v.hash, v.body from strategy_settings_versions v where v.tenant_id = (select tenant_id())
       union
       select c.hash, c.body from book_contents c
        where c.tenant_id = (select tenant_id())
          and c.hash in (select b.settings_hash from books b where b.tenant_id = (select tenant_id()))) s
      where octet_length(body) > 0 limit ${String(CONTENTS_MAX)}`,
  );
  return [...new Set(rows.flatMap(({ body }) => instrumentsOfSettings(body)))].sort();
}
