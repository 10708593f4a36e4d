import { encodeAccountState } from "@ballast/core/decision/account-state";
import type { BookedState } from "@ballast/core/decision/booking";
import { openBook } from "@ballast/core/decision/open-book";
import type { Instrument } from "@ballast/core/market/instrument";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { AppError } from "@ballast/jobs/app-error";
import type { Account } from "@ballast/db/repositories/accounts";
import type { BookContent, NewBook, OpenedBooks } from "@ballast/db/repositories/open-books";
import type { Run } from "@ballast/db/repositories/runs";
import { addBookings, emptyRows } from "../decide-cycle/cycle.mapper.ts";
import { withoutSteps } from "./reference-instruments.ts";

/** An account as it enters a run: its own content, or what the run sets in its place. */
export type RunAccount = Pick<
  Account,
  | "tenantId"
  | "id"
  | "key"
  | "mode"
  | "baseCurrency"
  | "startingUnits"
  | "profileBody"
  | "settingsBody"
  | "takerFeeBps"
  | "slippageBps"
  | "seed"
>;

export type OpenRunBooks = {
  readonly sha256: Sha256;
  readonly instruments: readonly Instrument[];
  readonly run: Pick<Run, "id" | "key">;
  readonly track: string;
  readonly shards: number;
  readonly openedMs: number;
  readonly firstSlotMs: number;
};

/** A fixed shard per account, so that a worker which holds a shard keeps meeting the same books. */
function shardOf(sha256: Sha256, accountId: string, shards: number): number {
  const digest = sha256(new TextEncoder().encode(accountId));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) % shards;
}

/** What a book may ever hold: its base currency, and base and quote of each instrument. */
function assetsOf(baseCurrency: string, symbols: readonly string[], instruments: readonly Instrument[]): string[] {
  const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  const traded = symbols.flatMap((symbol) => {
    const instrument = bySymbol.get(symbol);
    if (instrument === undefined)
      throw new AppError("INSTRUMENT_UNKNOWN", `the settings name ${symbol}, which is no instrument here; ballast instruments lists them`, {
        retry: "never",
      });
    return [instrument.base.code, instrument.quote.code];
  });
  return [...new Set([baseCurrency, ...traded])].sort();
}

/** The account's first state in the run, with its opening deposit booked. */
function openedState(account: RunAccount, into: OpenRunBooks): BookedState {
  const profile = decodeRiskProfile(account.profileBody);
  const instruments = profile.kind === "reference" ? withoutSteps(into.instruments) : into.instruments;
  const { key: accountKey, mode, seed, takerFeeBps, slippageBps, baseCurrency, startingUnits } = account;
  const context = { sha256: into.sha256, accountKey, runKey: into.run.key, mode, seed, takerFeeBps, slippageBps, profile, instruments };
  return openBook({ context, baseCurrency, startingUnits, atMs: into.openedMs });
}

/** The rows that open one book per account: content, first state and the opening deposit. */
export function openRunBooks(accounts: readonly RunAccount[], into: OpenRunBooks): OpenedBooks {
  const { sha256, run } = into;
  const rows = emptyRows();
  const books: NewBook[] = [];
  const contents: BookContent[] = [];
  for (const account of accounts) {
    const id = { tenantId: account.tenantId, accountId: account.id, runId: run.id };
    const settings = decodeStrategySettings(account.settingsBody);
    const booked = openedState(account, into);
    const body = encodeAccountState(booked.state);
    const stateHash = sha256(body);
    const [profileHash, settingsHash] = [sha256(account.profileBody), sha256(account.settingsBody)];
    contents.push(
      { tenantId: account.tenantId, hash: profileHash, body: account.profileBody },
      { tenantId: account.tenantId, hash: settingsHash, body: account.settingsBody },
    );
    rows.states.push({ ...id, hash: stateHash, body });
    addBookings(rows, id, booked.bookings);
    books.push({
      ...id,
      track: into.track,
      shard: shardOf(sha256, account.id, into.shards),
      assets: assetsOf(account.baseCurrency, settings.instruments, into.instruments),
      profileHash,
      settingsHash,
      openedMs: into.openedMs,
      nextSlotMs: into.firstSlotMs,
      stateHash,
      equityUnits: account.startingUnits.toString(),
      seed: account.seed,
      takerFeeBps: account.takerFeeBps,
      slippageBps: account.slippageBps,
    });
  }
  return { books, contents, states: rows.states, transactions: rows.transactions, postings: rows.postings };
}
