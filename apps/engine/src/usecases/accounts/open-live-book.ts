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
 * On a market at one hour a second nobody could re-arm by hand what a violent hour has tripped: there a
 * book's own triggers end after a day of its clock, as if somebody looked once a day. On the wall's clock
 * a person looks.
 */
const REPLAY_REARM_AFTER_MS = DAY_MS;

/** Nobody watches a replay's clock, so that it releases what its books have halted; on the wall people do. */
export function continuousOptions(clock: Market["clock"]): Run["options"] {
  return clock === "replay" ? { rearmAfterMs: REPLAY_REARM_AFTER_MS } : {};
}

/** The workspace's continuous run on this market, opened with its first account. */
async function liveRun(
  client: ClientBase,
  of: { readonly tenantId: string; readonly tenantKey: string; readonly market: Market; readonly sha256: Sha256 },
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
    options: continuousOptions(market.clock),
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
    readonly market: Market;
    readonly instruments: readonly Instrument[];
    readonly sha256: Sha256;
    readonly shards: number;
  },
): Promise<void> {
  const { account, market, sha256 } = of;
  const run = await liveRun(client, { tenantId: account.tenantId, tenantKey: account.tenantKey, market, sha256 });
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
