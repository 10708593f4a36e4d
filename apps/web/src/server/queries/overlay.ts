import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { phaseAt, nextChange, type Schedule } from "@ballast/core/time/schedule";
import type {
  MarketOverlay,
  OverlayDecision,
  OverlayFill,
  OverlayHalt,
  OverlayPosition,
  OverlayStop,
  OverlayWindow,
} from "../contract/market.ts";
import type { TenantTx } from "../database.ts";
import { money, price } from "../mappers/money.ts";
import { requireBook, type Book, type InAccount } from "./book.ts";
import { FILLS, type FillColumns } from "./fills.ts";
import { heldHalts, reachesAccount } from "./halts.ts";
import { pairOf, readPairs, type Pair } from "./instruments.ts";
import { OPEN_STATES } from "./orders.ts";
import { readSchedule } from "./window.ts";

const ROWS_MAX = 2_000;

type Range = { readonly symbol: string; readonly fromMs: number; readonly toMs: number };
type Shown = { readonly book: Book; readonly range: Range; readonly pair: Pair };

async function readFills(tx: TenantTx, { book, range }: Shown): Promise<readonly FillColumns[]> {
  const rows = await tx.rows<FillColumns>(
    `${FILLS}
      where f.tenant_id = (select tenant_id()) and f.account_id = $1 and f.run_id = $2 and f.symbol = $3 and f.at_ms between $4 and $5
      order by f.fill_seq desc limit $6`,
    [book.accountId, book.runId, range.symbol, range.fromMs, range.toMs, ROWS_MAX],
  );
  return rows.toReversed();
}

function overlayFill(fill: FillColumns, pair: Pair): OverlayFill {
  return {
    fillSeq: fill.fill_seq,
    atMs: fill.at_ms,
    side: fill.side,
    quantity: money(fill.quantity, pair.base),
    price: price(fill.price_units, pair.quote),
    why: fill.why,
    reason: fill.reason,
  };
}

/** A position runs from the buy that opened it to the sale that left nothing; sales of an older position are not in the range and open none. */
export function positionsOf(fills: readonly FillColumns[], pair: Pair): readonly OverlayPosition[] {
  const positions: OverlayPosition[] = [];
  let open: { readonly first: FillColumns; readonly bought: bigint; readonly held: bigint } | undefined;
  const close = (toMs: number | undefined): void => {
    if (open === undefined) return;
    positions.push({
      fromMs: open.first.at_ms,
      toMs,
      entryPrice: price(open.first.price_units, pair.quote),
      quantity: money(open.bought, pair.base),
    });
    open = undefined;
  };
  for (const fill of fills) {
    if (fill.side === "buy") {
      open = { first: open?.first ?? fill, bought: (open?.bought ?? 0n) + fill.quantity, held: (open?.held ?? 0n) + fill.quantity };
    } else if (open !== undefined) {
      open = { ...open, held: open.held - fill.quantity };
      if (open.held <= 0n) close(fill.at_ms);
    }
  }
  close(undefined);
  return positions;
}

type StopRow = { readonly created_ms: number; readonly ended_ms: number | null; readonly trigger_units: bigint };

async function readStops(tx: TenantTx, { book, range, pair }: Shown): Promise<readonly OverlayStop[]> {
  const rows = await tx.rows<StopRow>(
    `select created_ms, case when state = any($6) then null else updated_ms end as ended_ms, trigger_units
       from orders
      where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and symbol = $3 and purpose = 'protection' and kind = 'stop-loss'
        and trigger_units is not null and created_ms <= $5 and (state = any($6) or updated_ms >= $4)
      order by intent_seq desc limit $7`,
    [book.accountId, book.runId, range.symbol, range.fromMs, range.toMs, OPEN_STATES, ROWS_MAX],
  );
  return rows
    .toReversed()
    .map((row) => ({ fromMs: row.created_ms, toMs: row.ended_ms ?? undefined, trigger: price(row.trigger_units, pair.quote) }));
}

type DecisionColumns = {
  readonly at_ms: number;
  readonly receipt_seq: number;
  readonly outcome: string;
  readonly reason_codes: readonly string[];
};

/** Decisions that wanted something of this instrument, and those that were refused or late: a quiet hour draws no dot. */
async function readDecisions(tx: TenantTx, { book, range }: Shown): Promise<readonly OverlayDecision[]> {
  const rows = await tx.rows<DecisionColumns>(
    `select r.at_ms, r.receipt_seq, r.outcome, r.reason_codes
       from receipts r
      where r.tenant_id = (select tenant_id()) and r.account_id = $1 and r.run_id = $2 and r.at_ms between $4 and $5 and r.outcome not in ('NO_TRADE', 'SKIPPED')
        and (r.outcome <> 'INTENTS' or exists (
              select from intents i where i.tenant_id = r.tenant_id and i.account_id = r.account_id and i.run_id = r.run_id
                 and i.at_ms = r.at_ms and i.receipt_seq = r.receipt_seq and i.symbol = $3))
      order by r.receipt_seq desc limit $6`,
    [book.accountId, book.runId, range.symbol, range.fromMs, range.toMs, ROWS_MAX],
  );
  return rows
    .toReversed()
    .map((row) => ({ atMs: row.at_ms, receiptSeq: row.receipt_seq, outcome: row.outcome, reasonCodes: row.reason_codes }));
}

/** Every stretch of the schedule that is not TRADING, cut to the range; the newest where there are too many. */
export function windowsBetween(
  schedule: Schedule,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly OverlayWindow[] {
  const windows: OverlayWindow[] = [];
  let atMs = fromMs;
  // No schedule changes phase twice a minute.
  const changesMax = Math.ceil((toMs - fromMs) / MINUTE_MS) + 1;
  for (let change = 0; change < changesMax && atMs < toMs; change += 1) {
    const phase = phaseAt(schedule, atMs);
    const untilMs = Math.min(nextChange(schedule, atMs)?.atMs ?? toMs, toMs);
    if (phase !== "TRADING") windows.push({ fromMs: atMs, toMs: untilMs, phase });
    atMs = untilMs;
  }
  return windows.slice(-ROWS_MAX);
}

/** Halts stand on the wall clock; on a replay market they have no place on the time axis. */
async function readHaltBands(tx: TenantTx, { book, range }: Shown): Promise<readonly OverlayHalt[]> {
  const markets = await tx.rows<{ readonly clock: string }>("select clock from markets where key = $1", [book.marketKey]);
  if (markets[0]?.clock !== "wall") return [];
  const halts = await heldHalts(tx);
  return halts
    .filter((held) => reachesAccount(held, { id: book.accountId, instruments: [range.symbol] }))
    .map(({ halt }) => ({ fromMs: halt.sinceMs, toMs: undefined, verb: halt.verb }));
}

export async function readOverlay(tx: TenantTx, of: InAccount & Range): Promise<MarketOverlay> {
  const book = await requireBook(tx, of);
  const pair = pairOf(await readPairs(tx), of.symbol);
  const shown: Shown = { book, range: of, pair };
  const fills = await readFills(tx, shown);
  const schedule = await readSchedule(tx, book.accountId);
  return {
    fills: fills.map((fill) => overlayFill(fill, pair)),
    positions: positionsOf(fills, pair),
    stops: await readStops(tx, shown),
    decisions: await readDecisions(tx, shown),
    windows: schedule === undefined ? [] : windowsBetween(schedule, of),
    halts: await readHaltBands(tx, shown),
  };
}
