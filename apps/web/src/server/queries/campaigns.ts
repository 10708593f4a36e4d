import { ruleOutlook } from "@ballast/core/campaign/outlook";
import { decodeAccountState } from "@ballast/core/decision/account-state";
import { decodeReceiptBody } from "@ballast/core/decision/canonical-decision";
import { closeUnitsOf } from "@ballast/core/ledger/equity";
import { decodeSnapshot, type Snapshot } from "@ballast/core/market/snapshot";
import { marketReadingOf, readColumnsOf, readingOf } from "@ballast/core/strategy/governed/reading";
import type { CampaignPage, CampaignRow, CampaignTransition, TransitionPage } from "../contract/strategy.ts";
import type { TenantTx } from "../database.ts";
import { optional, price } from "../mappers/money.ts";
import { campaignViews } from "./campaign-view.ts";
import { placeKey, walkDecisions } from "./decision-walk.ts";
import { openReceipts } from "./decisions.ts";
import { pairOf, readPairs, type Pair } from "./instruments.ts";

type BookRow = {
  readonly account_id: string;
  readonly account_name: string;
  readonly run_id: string;
  readonly lineage_id: string | null;
  readonly state: Uint8Array | null;
};

/** Continuous books of governed accounts, by account: the settings' canonical bytes name their kind after the form and its version. */
async function readGovernedBooks(
  tx: TenantTx,
  of: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly BookRow[]> {
  return tx.rows<BookRow>(
    `select a.id as account_id, a.name as account_name, b.run_id, t.lineage_id, s.body as state
       from accounts a
       join strategy_settings_versions v on v.tenant_id = a.tenant_id and v.settings_key = a.settings_key and v.version = a.settings_version
       join books b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.track = a.market_key
       left join tracks t on t.key = b.track
       left join account_states s on s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id and s.hash = b.state_hash
      where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null and ($1::uuid is null or a.id > $1)
        and position('governed'::bytea in substring(v.body for 64)) > 0
      order by a.id limit $2`,
    [of.after ?? null, of.limit],
  );
}

async function readNewest(tx: TenantTx, lineageIds: readonly (string | null)[]): Promise<ReadonlyMap<string, Snapshot>> {
  const rows = await tx.rows<{ readonly lineage_id: string; readonly body: Uint8Array }>(
    `select l.id as lineage_id, s.body from unnest($1::uuid[]) as l (id)
       cross join lateral (select body from snapshots where lineage_id = l.id order by close_ms desc limit 1) s`,
    [[...new Set(lineageIds.filter((id) => id !== null))]],
  );
  return new Map(rows.map(({ lineage_id: id, body }) => [id, decodeSnapshot(body)]));
}

/** What the rules make of an instrument now; undefined while a value of it or of the market warms up. */
function outlookOf(snapshot: Snapshot, symbol: string): CampaignRow["outlook"] {
  const market = snapshot.market === undefined ? undefined : marketReadingOf(snapshot);
  const instrument = snapshot.instruments.find((one) => one.symbol === symbol);
  if (market === undefined || instrument === undefined) return undefined;
  const reading = readingOf(instrument, readColumnsOf(snapshot.featureNames));
  return reading && ruleOutlook(reading, market);
}

function rowsOf(
  book: BookRow,
  of: { readonly snapshot: Snapshot | undefined; readonly pairs: ReadonlyMap<string, Pair> },
): readonly CampaignRow[] {
  if (book.state === null) return [];
  const { snapshot, pairs } = of;
  return campaignViews(decodeAccountState(book.state), pairs).map((campaign) => ({
    ...campaign,
    accountId: book.account_id,
    accountName: book.account_name,
    runId: book.run_id,
    atMs: snapshot?.closeMs,
    close: optional(snapshot && closeUnitsOf(snapshot, campaign.symbol), (units) => price(units, pairOf(pairs, campaign.symbol).quote)),
    outlook: snapshot && outlookOf(snapshot, campaign.symbol),
  }));
}

/** Every campaign that is on in the next so many governed accounts. */
export async function listCampaigns(
  tx: TenantTx,
  of: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<CampaignPage> {
  const books = await readGovernedBooks(tx, { after: of.cursor, limit: of.limit + 1 });
  const shown = books.slice(0, of.limit);
  const pairs = await readPairs(tx);
  const newest = await readNewest(
    tx,
    shown.map(({ lineage_id: id }) => id),
  );
  return {
    items: shown.flatMap((book) => rowsOf(book, { snapshot: newest.get(book.lineage_id ?? ""), pairs })),
    governedAccounts: shown.map((book) => ({ id: book.account_id, name: book.account_name })),
    nextCursor: books.length > of.limit ? shown.at(-1)?.account_id : undefined,
  };
}

type Opened = { readonly place: { readonly runId: string; readonly receiptSeq: number; readonly atMs: number }; readonly body: Uint8Array };

/** The steps that a decision's facts tell of, as campaigns note them: their first values are from and to. */
function stepsOf({ place, body }: Opened): readonly CampaignTransition[] {
  return decodeReceiptBody(body).facts.flatMap(({ symbol, code, values }) => {
    const [from, to] = values;
    return symbol !== "" && from?.[0] === "from" && to?.[0] === "to" ? [{ ...place, symbol, code, from: from[1], to: to[1] }] : [];
  });
}

/** Steps of an account's campaigns, newest first. They stand in the receipts' bodies, so each is opened; the walk is bounded. */
export async function listTransitions(
  tx: TenantTx,
  of: { readonly accountId: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<TransitionPage> {
  const walked = await walkDecisions<readonly CampaignTransition[]>(tx, {
    filter: { accountId: of.accountId },
    limit: of.limit,
    cursor: of.cursor,
    isSelective: true,
    open: async (places) => {
      const opened = new Map<string, readonly CampaignTransition[]>();
      for (const { account_id: accountId, run_id: runId, receipt_seq: receiptSeq, at_ms: atMs, body } of await openReceipts(tx, places)) {
        const steps = stepsOf({ place: { runId, receiptSeq, atMs }, body });
        if (steps.length > 0) opened.set(placeKey({ accountId, runId, receiptSeq }), steps);
      }
      return opened;
    },
  });
  return { ...walked, items: walked.items.flat() };
}
