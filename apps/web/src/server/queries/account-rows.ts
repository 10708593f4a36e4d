import type { AccountMode, AccountRow } from "../contract/account.ts";
import type { Tx } from "../database.ts";
import { money, optional } from "../mappers/money.ts";
import { DAY_OPEN } from "./day-open.ts";
import { reachesAccount, type HeldHalt } from "./halts.ts";
import { OPEN_STATES } from "./orders.ts";

type Row = {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly mode: AccountMode;
  readonly market_key: string;
  readonly market_name: string;
  readonly is_synthetic: boolean;
  readonly base_currency: string;
  readonly starting_units: bigint;
  readonly profile_key: string;
  readonly profile_version: number;
  readonly settings_key: string;
  readonly settings_version: number;
  readonly closed_at_ms: number | null;
  readonly run_key: string | null;
  readonly run_state: string | null;
  readonly follows_market: boolean | null;
  readonly receipt_seq: number | null;
  readonly equity_units: bigint | null;
  readonly cash_units: bigint | null;
  readonly day_open_units: bigint | null;
  readonly positions: number;
  readonly open_orders: number;
  readonly last_at_ms: number | null;
  readonly last_outcome: string | null;
  readonly last_reason_codes: readonly string[] | null;
  readonly settings_body: Uint8Array;
};

/**
 * An account with the book that its page shows: the one that follows its market, else the one opened
 * last. Receipts are looked for within a week of the book's next slot, so that a long history costs
 * two partitions and not all.
 */
const ACCOUNT_ROWS = `
  select a.id, a.key, a.name, a.mode, a.market_key, m.name as market_name, m.is_synthetic, a.base_currency, a.starting_units,
         a.profile_key, a.profile_version, a.settings_key, a.settings_version, a.closed_at_ms, settings.body as settings_body,
         b.run_key, b.run_state, b.follows_market, b.receipt_seq, b.equity_units, cash.units as cash_units, ${DAY_OPEN} as day_open_units,
         (select count(*) from balances held where held.tenant_id = a.tenant_id and held.account_id = a.id and held.run_id = b.run_id
             and held.units > 0 and held.asset <> a.base_currency) as positions,
         (select count(*) from orders o where o.tenant_id = a.tenant_id and o.account_id = a.id and o.run_id = b.run_id and o.state = any($1)) as open_orders,
         last.at_ms as last_at_ms, last.outcome as last_outcome, last.reason_codes as last_reason_codes
    from accounts a
    join markets m on m.key = a.market_key
    join strategy_settings_versions settings on settings.tenant_id = a.tenant_id and settings.settings_key = a.settings_key and settings.version = a.settings_version
    left join lateral (
      select b.run_id, r.key as run_key, r.state as run_state, b.track = a.market_key as follows_market, b.opened_ms, b.next_slot_ms, b.receipt_seq, b.equity_units, coalesce(b.next_slot_ms, r.to_ms, m.cursor_ms) as until_ms
        from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
       where b.tenant_id = a.tenant_id and b.account_id = a.id
       order by (b.track = a.market_key) desc, b.opened_ms desc, b.run_id limit 1) b on true
    left join balances cash on cash.tenant_id = a.tenant_id and cash.account_id = a.id and cash.run_id = b.run_id and cash.asset = a.base_currency
    left join lateral (
      select r.at_ms, r.outcome, r.reason_codes from receipts r
       where r.tenant_id = a.tenant_id and r.account_id = a.id and r.run_id = b.run_id and r.receipt_seq = b.receipt_seq
         and r.at_ms between b.until_ms - 604800000 and b.until_ms) last on true
    left join lateral (
      select t.horizon_ms / 86400000 * 86400000 as start_ms from tracks t where t.key = a.market_key and b.follows_market) day on true`;

function lastDecision(row: Row): AccountRow["lastDecision"] {
  if (row.last_at_ms === null || row.last_outcome === null || row.receipt_seq === null) return undefined;
  return { atMs: row.last_at_ms, receiptSeq: row.receipt_seq, outcome: row.last_outcome, reasonCodes: row.last_reason_codes ?? [] };
}

/** The run whose book stands for the account, where that is not the run that follows its market. */
function ofRun(row: Row): AccountRow["ofRun"] {
  if (row.run_key === null || row.run_state === null || row.follows_market === true) return undefined;
  return { key: row.run_key, state: row.run_state };
}

function stateOf(row: Row, isHalted: boolean): AccountRow["state"] {
  if (row.closed_at_ms !== null) return "closed";
  if (isHalted) return "halted";
  const run = ofRun(row);
  if (run !== undefined && run.state !== "running") return "ended";
  return row.equity_units === null ? "waiting" : "running";
}

function accountRow(row: Row, isHalted: boolean): AccountRow {
  const inBase = (units: bigint): ReturnType<typeof money> => money(units, row.base_currency);
  const equity = row.equity_units ?? undefined;
  const exposure = equity === undefined ? undefined : equity - (row.cash_units ?? 0n);
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    mode: row.mode,
    market: { key: row.market_key, name: row.market_name, isSynthetic: row.is_synthetic },
    baseCurrency: row.base_currency,
    ofRun: ofRun(row),
    starting: inBase(row.starting_units),
    equity: optional(equity, inBase),
    // The last day of a run over stored bars is nobody's today.
    pnlToday: optional(ofRun(row) === undefined ? equity : undefined, (units) =>
      inBase(units - (row.day_open_units ?? row.starting_units)),
    ),
    pnlTotal: optional(equity, (units) => inBase(units - row.starting_units)),
    // What is not cash is held in something; a fill between two marks may leave a unit below zero.
    exposure: optional(exposure, (units) => inBase(units > 0n ? units : 0n)),
    positions: row.positions,
    openOrders: row.open_orders,
    profile: { key: row.profile_key, version: row.profile_version },
    settings: { key: row.settings_key, version: row.settings_version },
    state: stateOf(row, isHalted),
    lastDecision: lastDecision(row),
  };
}

type Wanted = {
  readonly halts: readonly HeldHalt[];
  readonly instrumentsOf: (settingsBody: Uint8Array) => readonly string[];
  readonly where: string;
  readonly values: readonly unknown[];
};

/** Accounts in key order. `where` is a condition on `a` with parameters from $2 on; it may end in a limit. */
export async function readAccountRows(tx: Tx, of: Wanted): Promise<readonly AccountRow[]> {
  const rows = await tx.rows<Row>(`${ACCOUNT_ROWS} where a.tenant_id = (select tenant_id()) and ${of.where}`, [OPEN_STATES, ...of.values]);
  return rows.map((row) => {
    const instruments = of.instrumentsOf(row.settings_body);
    return accountRow(
      row,
      of.halts.some((halt) => reachesAccount(halt, { id: row.id, instruments })),
    );
  });
}
