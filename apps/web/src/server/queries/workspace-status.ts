import type { EngineState, MarketClock, WorkspaceStatus } from "../contract/workspace.ts";
import { onlyRow, type Tx } from "../database.ts";
import type { Workspace } from "../workspace.ts";
import { marketClock, MARKET_COLUMNS, type MarketColumns } from "./clock.ts";
import { readEngineState } from "./engine-state.ts";
import { haltsInForce } from "./halts.ts";
import { openIncidents } from "./incidents.ts";
import { OPEN_STATES } from "./orders.ts";
import { readSchedule, windowState } from "./window.ts";

type CountsRow = {
  readonly accounts: number;
  readonly live_accounts: number;
  readonly open_orders: number;
  readonly pending_commands: number;
  readonly unknown_orders: number;
};

async function readCounts(tx: Tx): Promise<CountsRow> {
  const rows = await tx.rows<CountsRow>(
    `select (select count(*) from accounts where tenant_id = (select tenant_id()) and closed_at_ms is null) as accounts,
            (select count(*) from accounts where tenant_id = (select tenant_id()) and closed_at_ms is null and mode = 'live') as live_accounts,
            (select count(*) from orders where tenant_id = (select tenant_id()) and state = any($1)) as open_orders,
            (select count(*) from orders where tenant_id = (select tenant_id()) and state = 'unknown') as unknown_orders,
            (select count(*) from commands where tenant_id = (select tenant_id()) and state in ('pending', 'claimed')) as pending_commands`,
    [OPEN_STATES],
  );
  return onlyRow(rows, "workspace counts");
}

/** The market of most open accounts. One that never moved, such as that of imported bars, has no time to tell. */
async function mainMarket(tx: Tx, nowMs: number): Promise<MarketClock | undefined> {
  const rows = await tx.rows<MarketColumns>(
    `select ${MARKET_COLUMNS} from markets m
       join accounts a on a.market_key = m.key and a.tenant_id = (select tenant_id()) and a.closed_at_ms is null
      where m.clock = 'wall' or m.cursor_ms > 0
      group by m.key order by count(*) desc, m.key limit 1`,
  );
  const row = rows[0];
  return row && marketClock(row, nowMs);
}

/** The paper venue is part of the engine: it is reachable exactly while an engine reports. */
function paperVenue({ state: engineState, queueAwaySinceMs }: EngineState): WorkspaceStatus["venue"] {
  const name = "Paper venue";
  if (queueAwaySinceMs !== undefined) return { name, state: "degraded", detail: "The engine's queue is away; nothing is sent or filled." };
  if (engineState === "up") return { name, state: "online", detail: "Fills orders inside the engine." };
  if (engineState === "stale") return { name, state: "degraded", detail: "The engine has not reported for 15 seconds." };
  return { name, state: "down", detail: "No engine has reported for 90 seconds; nothing is sent or filled." };
}

export async function readWorkspaceStatus(tx: Tx, of: { readonly workspace: Workspace; readonly nowMs: number }): Promise<WorkspaceStatus> {
  const counts = await readCounts(tx);
  const engine = await readEngineState(tx, of.nowMs);
  const incidents = await openIncidents(tx);
  const market = await mainMarket(tx, of.nowMs);
  const schedule = await readSchedule(tx, undefined);
  return {
    serverNowMs: of.nowMs,
    mode: counts.live_accounts > 0 ? "live" : "paper",
    isSynthetic: market?.isSynthetic ?? of.workspace.isDemo,
    halts: await haltsInForce(tx),
    incidents: incidents.first,
    market,
    window: market && schedule && windowState(schedule, market.nowMs),
    venue: paperVenue(engine),
    engine,
    counts: {
      accounts: counts.accounts,
      openOrders: counts.open_orders,
      pendingCommands: counts.pending_commands,
      unknownOrders: counts.unknown_orders,
      openIncidents: incidents.count,
    },
  };
}
