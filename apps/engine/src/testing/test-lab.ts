import { randomUUID } from "node:crypto";
import type { BarColumns } from "@ballast/core/market/bar";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { appendTail } from "@ballast/db/repositories/bars";
import { openSeries } from "@ballast/db/repositories/series";
import type { Pool } from "pg";
import { loadInstruments } from "../marketdata/load-instruments.ts";
import { seriesIdOf } from "../marketdata/series-id.ts";
import { SyntheticMarket } from "../marketdata/synthetic/synthetic-market.ts";
import { sha256 } from "../ports/sha256.ts";
import { executeCommand } from "../usecases/commands/execute-command.ts";
import type { TestEngine } from "./test-engine.ts";

export const TEST_LAB_FROM_MS = Date.UTC(2021, 0, 1);
const LAB_HOURS = 2_400;
export const TEST_LAB_TO_MS = TEST_LAB_FROM_MS + LAB_HOURS * HOUR_MS;

/** A hundred days of hours of BTC that cross their averages now and then. */
export function labBars(): BarColumns {
  return new SyntheticMarket({ sha256, seed: "lab" }).columns("BTC/USD", { fromMs: TEST_LAB_FROM_MS, toMs: TEST_LAB_TO_MS });
}

/** Stores the lab's bars as an import would have. */
export async function storeLabBars(pool: Pool): Promise<void> {
  await loadInstruments(pool);
  const key = { source: "archive", symbol: "BTC/USD", timeframeMs: HOUR_MS };
  const series = await openSeries(pool, { ...key, id: seriesIdOf(sha256, key), isSynthetic: false });
  await appendTail(pool, series.id, labBars());
}

/** A sweep of twelve sets over the lab's bars, as a page sends them. */
export function sweepTerms(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const period = { fromMs: TEST_LAB_FROM_MS, toMs: TEST_LAB_TO_MS, timeframeMs: HOUR_MS };
  const grid = { fast: [3, 5, 8], slow: [13, 21], atrMult: [1.5, 3] };
  return { kind: "sweep", instruments: ["BTC/USD"], ...period, parameters: { atr: 7 }, grid, feeBps: 5, ...more };
}

/** Asks as a page does: a command row that the engine claims. */
export async function askByCommand(
  engine: TestEngine,
  of: { readonly owner: Pool; readonly tenantId: string; readonly kind: string; readonly payload: object },
): Promise<{ readonly state: string; readonly result: unknown }> {
  const id = randomUUID();
  await of.owner.query(
    "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, $3, $4, $5, $6, 'pending')",
    [of.tenantId, id, of.kind, JSON.stringify(of.payload), randomUUID(), engine.ports.wallMs()],
  );
  await executeCommand(engine.ports, { tenantId: of.tenantId, commandId: id });
  const { rows } = await of.owner.query<{ state: string; result: unknown }>("select state, result from commands where id = $1", [id]);
  if (rows[0] === undefined) throw new Error(`no command ${id}`);
  return rows[0];
}
