import { areTradesSame, compareTrades } from "@ballast/core/backtest/compare-trades";
import type { ParityReport, ParityRow } from "@ballast/core/backtest/parity-report";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { loadDirectory } from "../../marketdata/instrument-table.ts";
import { refuseRepaired } from "../seal-snapshots.ts";
import { disturbancesOf } from "./disturbances.ts";
import { curvesBeside, daysBeside, deviationOf } from "./equity-beside.ts";
import { DifferenceExplainer } from "./explain-difference.ts";
import { parityPeriod, type ParityPeriod, type ParityRequest } from "./parity-request.ts";
import { backtestTrade, paperTrade, parityRows, rowsShown } from "./parity-rows.mapper.ts";
import { readParityRecord, type ParityRecord } from "./parity-record.ts";
import { walkBeside, type Beside } from "./walk-beside.ts";

export type ParityPorts = { readonly pool: Pool; readonly sha256: Sha256; readonly coreHash: Uint8Array };

/** How much of an answer a reader takes. */
export type ParityLimits = {
  readonly closesMax: number;
  readonly rowsMax: number;
  readonly pointsMax: number;
  readonly disturbancesMax: number;
};

/** What the comparison can't know of this period, in words. */
async function limitsOf({ pool, sha256 }: ParityPorts, { closes }: Beside): Promise<string[]> {
  const lineages = [...new Set(closes.flatMap(({ recorded }) => (recorded === undefined ? [] : [recorded.slot.close.lineageId])))];
  const limits: string[] = [];
  for (const lineageId of lineages) {
    try {
      await refuseRepaired(pool, { sha256, lineageId });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      limits.push("Bars of the period were repaired since: the backtest decides on them as they were sealed when the account decided.");
    }
  }
  const undecided = closes.filter(({ recorded }) => recorded === undefined).length;
  if (undecided > 0 && lineages.length > 1)
    limits.push(
      "Settings that need other features came into force within the period; between two versions the backtest follows the older one until the account's next decision.",
    );
  return [...new Set(limits)];
}

type Compared = {
  readonly period: ParityPeriod;
  readonly beside: Beside;
  readonly record: ParityRecord;
  readonly rows: readonly ParityRow[];
};

function moneyOf({ beside }: Compared): Pick<ParityReport, "equity" | "pnl" | "baseCurrency"> {
  const { baseCurrency, closes } = beside;
  const { scale } = assetOf(baseCurrency);
  const [first, last] = [closes[0], closes.at(-1)];
  const opened = first?.equityUnits ?? 0n;
  const [paper, backtest] = [last?.recorded?.slot.receipt.equityUnits ?? opened, last?.equityUnits ?? opened];
  const text = (units: bigint): string => formatUnits(units, scale);
  return {
    baseCurrency,
    equity: { opened: text(opened), paper: text(paper), backtest: text(backtest) },
    pnl: { paper: text(paper - opened), backtest: text(backtest - opened), difference: text(paper - backtest) },
  };
}

function reportOf(compared: Compared, of: { readonly limits: ParityLimits; readonly coreHash: Uint8Array }) {
  const { beside, record, rows } = compared;
  const { closes, baseCurrency } = beside;
  const { scale } = assetOf(baseCurrency);
  const days = daysBeside(closes, scale);
  const disturbances = disturbancesOf({ beside, record, coreHash: of.coreHash });
  return {
    ...moneyOf(compared),
    fromMs: closes[0]?.closeMs ?? compared.period.fromMs,
    toMs: closes.at(-1)?.closeMs ?? compared.period.toMs,
    closes: closes.length,
    undecidedCloses: closes.filter(({ recorded }) => recorded === undefined).length,
    unexplained: rows.filter(({ cause }) => cause === "unexplained").length,
    deviation: deviationOf(days),
    days: [...days],
    curve: curvesBeside(closes, { scale, pointsMax: of.limits.pointsMax }),
    ...rowsShown(rows, of.limits.rowsMax),
    disturbances: disturbances.slice(0, of.limits.disturbancesMax),
    disturbancesLeftOut: Math.max(0, disturbances.length - of.limits.disturbancesMax),
  };
}

function apartMsMax({ closes }: Beside): number {
  const lineage = closes.find(({ recorded }) => recorded !== undefined)?.recorded?.slot.input.snapshot.snapshot;
  return lineage?.timeframeMs ?? 0;
}

/**
 * An account beside the backtest of the same period, trade by trade, each difference with its figures and with the
 * recorded fact that made it. Nothing is written. Over a replay clock that nobody disturbed there is no difference.
 */
export async function compareParity(ports: ParityPorts, request: ParityRequest, limits: ParityLimits): Promise<ParityReport> {
  const { pool, coreHash } = ports;
  const period = await parityPeriod(pool, request, limits.closesMax);
  const beside = await walkBeside(ports, period);
  if (beside === undefined)
    throw new AppError("NOTHING_DECIDED", "no close was decided in that period, so there is nothing to compare", { retry: "never" });
  const record = await readParityRecord(pool, { period, beside });
  if (record.fills.length + beside.fills.length === 0)
    throw new AppError("NOTHING_TRADED", "neither the account nor its backtest traded in that period: ask for a longer one", {
      retry: "never",
    });
  const comparison = compareTrades({
    actual: record.fills.map(paperTrade),
    expected: beside.fills.map(backtestTrade),
    apartMsMax: apartMsMax(beside),
  });
  const directory = await loadDirectory(pool);
  const explainer = new DifferenceExplainer({ beside, record, coreHash });
  const rows = parityRows(comparison.matches, { directory, explainer });
  const { book } = period;
  const [account] = await findAccounts(pool, { names: [book.accountId], tenantKey: book.tenantKey });
  return {
    ...{ accountKey: book.accountKey, accountName: account?.name ?? book.accountKey, runKey: book.runKey, mode: book.runMode },
    counts: comparison.counts,
    isSame: areTradesSame(comparison) && beside.closes.every(({ recorded, isStateSame }) => recorded === undefined || isStateSame),
    ...reportOf({ period, beside, record, rows }, { limits, coreHash }),
    limits: await limitsOf(ports, beside),
  };
}
