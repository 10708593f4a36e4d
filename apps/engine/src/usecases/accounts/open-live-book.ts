import type { Instrument } from "@ballast/core/market/instrument";
import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import { DAY_MS } from "@ballast/core/time/timeframe";
import type { Account } from "@ballast/db/repositories/accounts";
import type { Market } from "@ballast/db/repositories/markets";
import { openBooks } from "@ballast/db/repositories/open-books";
import { findRunByKey, insertRun, type Run } from "@ballast/db/repositories/runs";
import type { ClientBase } from "pg";
import { openRunBooks, type RunAccount } from "../runs/open-run-books.ts";

/** The continuous run of a workspace: one key in every database, so that two of them compare. */
export const LIVE_RUN_KEY = "live";

/**
 * The demo shows months of a market that passes at one hour a second to whoever comes by: there a trigger of
 * the market ends after a day of its clock, as if somebody looked once a day.
 */
const DEMO_REARM_AFTER_MS = DAY_MS;

/** A continuous account is re-armed by people, on every clock (RSK4); the demo's on its replay's clock alone are not waited for. */
export function continuousOptions({ clock, isDemo }: { readonly clock: Market["clock"]; readonly isDemo: boolean }): Run["options"] {
  return clock === "replay" && isDemo ? { rearmAfterMs: DEMO_REARM_AFTER_MS } : {};
}

/** Options that a continuous run may have: before people were waited for, a replay's clock re-armed in every workspace. */
export function continuousOptionsKnown(of: { readonly clock: Market["clock"]; readonly isDemo: boolean }): readonly Run["options"][] {
  return of.isDemo ? [continuousOptions(of)] : [continuousOptions(of), continuousOptions({ ...of, isDemo: true })];
}

/** The workspace's continuous run on this market, opened with its first account. */
async function liveRun(
  client: ClientBase,
  of: { readonly tenantId: string; readonly tenantKey: string; readonly isDemo: boolean; readonly market: Market; readonly sha256: Sha256 },
): Promise<Run> {
  const { market } = of;
  const key = market.clock === "wall" ? LIVE_RUN_KEY : `${LIVE_RUN_KEY}-${market.key}`;
  const found = await findRunByKey(client, of.tenantId, key);
  if (found !== undefined) return found;
  const run: Run = {
    tenantId: of.tenantId,
    id: deriveId(of.sha256, { kind: "run", accountKey: of.tenantKey, runKey: key, slotKey: "", n: 0 }),
    key,
    kind: "live",
    marketKey: market.key,
    lineageId: null,
    clock: market.clock,
    rate: market.rate,
    fromMs: market.cursorMs,
    toMs: null,
    nextCloseMs: market.cursorMs + market.timeframeMs,
    state: "running",
    options: continuousOptions({ clock: market.clock, isDemo: of.isDemo }),
    failure: null,
  };
  await insertRun(client, run);
  return run;
}

/** Opens an account's continuous book at its market's cursor: due from the next close on. */
export async function openLiveBook(
  client: ClientBase,
  of: {
    readonly account: RunAccount & Pick<Account, "tenantKey">;
    /** Whether its workspace is the demo. */
    readonly isDemo: boolean;
    readonly market: Market;
    readonly instruments: readonly Instrument[];
    readonly sha256: Sha256;
    readonly shards: number;
  },
): Promise<void> {
  const { account, market, sha256, isDemo } = of;
  const { tenantId, tenantKey } = account;
  const run = await liveRun(client, { tenantId, tenantKey, isDemo, market, sha256 });
  const opened = openRunBooks([account], {
    sha256,
    instruments: of.instruments,
    run,
    track: market.key,
    shards: of.shards,
    openedMs: market.cursorMs,
    firstSlotMs: market.cursorMs + market.timeframeMs,
  });
  await openBooks(client, opened);
}
