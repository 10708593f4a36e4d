import { decodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import type { ReceiptBody } from "@ballast/core/decision/canonical-decision";
import { fillModelWords } from "@ballast/core/execution/fill-model-words";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import type { MarketSeen, ReceiptContent } from "../contract/receipt.ts";
import type { TenantTx } from "../database.ts";
import type { Book } from "./book.ts";
import { campaignViews } from "./campaign-view.ts";
import { readDecidingVersion, type Decided } from "./deciding-version.ts";
import { gateAskings } from "./gate-askings.ts";
import type { Pair } from "./instruments.ts";
import { ladderView } from "./ladder-view.ts";

type Named = {
  readonly receiptSeq: number;
  readonly atMs: number;
  readonly snapshotHash: Uint8Array;
  readonly stateAfter: Uint8Array;
  readonly equityUnits: bigint;
};

async function readBody(tx: TenantTx, sql: string, values: readonly unknown[]): Promise<Uint8Array | undefined> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(sql, values);
  return rows[0]?.body;
}

const readContent = (tx: TenantTx, hash: Uint8Array): Promise<Uint8Array | undefined> =>
  readBody(tx, "select body from book_contents where tenant_id = (select tenant_id()) and hash = $1", [hash]);

/** What a receipt was decided under, as far as it is stored. */
type Names = { readonly profile: RiskProfile | undefined; readonly settings: StrategySettings | undefined };

/** Names that strategy, regime and risk read; undefined where that is not known any more. */
function readNames({ profile, settings }: Names): readonly string[] | undefined {
  if (profile === undefined || settings === undefined) return undefined;
  const { featureNames, marketValueNames } = lineageNeedsOf(settings, profile.kind);
  return [...featureNames, ...marketValueNames];
}

/** What the settings look at in the snapshot; all of it where the settings are no longer known. */
async function readMarket(tx: TenantTx, hash: Uint8Array, known: Names): Promise<MarketSeen | undefined> {
  const { settings } = known;
  const body = await readBody(tx, "select body from snapshots where hash = $1 limit 1", [hash]);
  if (body === undefined) return undefined;
  const snapshot = decodeSnapshot(body);
  const { names, values } = snapshot.market ?? { names: [], values: [] };
  return {
    closeMs: snapshot.closeMs,
    timeframeMs: snapshot.timeframeMs,
    featureNames: snapshot.featureNames,
    read: readNames(known) ?? [...snapshot.featureNames, ...names],
    instruments: snapshot.instruments
      .filter(({ symbol }) => settings === undefined || settings.instruments.includes(symbol))
      .map(({ symbol, bar, features }) => ({ symbol, close: bar?.close ?? null, features: features.map((value) => value ?? null) })),
    marketValues: names.map((name, index) => ({ name, value: values[index] ?? null })),
  };
}

async function readState(tx: TenantTx, book: Book, hash: Uint8Array): Promise<AccountState | undefined> {
  const body = await readBody(
    tx,
    "select body from account_states where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and hash = $3",
    [book.accountId, book.runId, hash],
  );
  return body && decodeAccountState(body);
}

async function namesOf(
  tx: TenantTx,
  { body, decided }: { readonly body: ReceiptBody; readonly decided: Decided },
  { profile, settings }: Names,
): Promise<Pick<ReceiptContent, "profile" | "settings">> {
  const versionOf = (kind: "profile" | "settings", hash: Uint8Array) => readDecidingVersion(tx, { kind, hash, decided });
  const strategies = settings === undefined ? [] : settings.kind === "governed" ? settings.strategies : [settings.kind];
  return {
    profile: profile && { name: profile.name, version: await versionOf("profile", body.profileHash) },
    settings: settings && { kind: settings.kind, version: await versionOf("settings", body.settingsHash), strategies },
  };
}

function costsView({ costs }: ReceiptBody): ReceiptContent["costs"] {
  return costs && { feeBps: costs.feeBps, slippageBps: costs.slippageBps, fills: fillModelWords(costs.fillModel) };
}

/** Everything that a receipt names by hash, read back from what is stored; what is stored no longer is left out. */
export async function readReceiptContent(
  tx: TenantTx,
  of: { readonly book: Book; readonly row: Named; readonly body: ReceiptBody; readonly pairs: ReadonlyMap<string, Pair> },
): Promise<ReceiptContent> {
  const { book, row, body, pairs } = of;
  const [profileBytes, settingsBytes] = [await readContent(tx, body.profileHash), await readContent(tx, body.settingsHash)];
  const profile = profileBytes && decodeRiskProfile(profileBytes);
  const settings = settingsBytes && decodeStrategySettings(settingsBytes);
  const state = await readState(tx, book, row.stateAfter);
  return {
    ...(await namesOf(tx, { body, decided: { ...book, ...row, nowMs: body.nowMs } }, { profile, settings })),
    market: await readMarket(tx, row.snapshotHash, { profile, settings }),
    mode: body.mode,
    costs: costsView(body),
    ladder: state && ladderView(state.ladder, { equityUnits: row.equityUnits, currency: book.baseCurrency, profile }),
    campaigns: state === undefined ? [] : campaignViews(state, pairs),
    askings: gateAskings(body),
    kills: body.kills.map(({ scope, subject, verb, sinceMs }) => ({ scope, subject, verb, sinceMs })),
    halts: body.halts.map(({ code, verb, facts }) => ({ code, verb, facts })),
  };
}
