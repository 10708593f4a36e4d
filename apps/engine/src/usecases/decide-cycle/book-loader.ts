import type { AccountState } from "@ballast/core/decision/account-state";
import { decodeAccountState } from "@ballast/core/decision/account-state";
import type { AccountMode, Hashed, KillFact } from "@ballast/core/decision/decide-types";
import { instrumentTableBytes, type Instrument } from "@ballast/core/market/instrument";
import { toHex, type Sha256 } from "@ballast/core/numeric/hash";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { loadBooks, loadContents, type LoadedBook } from "@ballast/db/repositories/books";
import type { ClaimedBook } from "@ballast/db/repositories/claims";
import { loadActiveKills, type ActiveKill } from "@ballast/db/repositories/kills";
import type { Pool } from "pg";
import { boundedCache } from "../../bounded-cache.ts";
import { withoutSteps } from "../runs/reference-instruments.ts";
import type { BookWork } from "./decide-book.ts";
import { accountMode, killFacts } from "./work.mapper.ts";

/** A claimed book in a worker's hands. */
export type ClaimedWork = { readonly book: LoadedBook; readonly epoch: number; readonly work: BookWork };

export type BookLoader = (claimed: readonly ClaimedBook[]) => Promise<ClaimedWork[]>;

const STATES_CACHED_MAX = 20_000;
const CONTENTS_CACHED_MAX = 5_000;

/**
 * Loads claimed books with their content. Content is addressed by hash, so whatever many accounts
 * share (profiles, settings, an account's untouched first state) is read and decoded once.
 */
export function openBookLoader(ports: {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly instruments: readonly Instrument[];
}): BookLoader {
  const { pool, sha256 } = ports;
  const states = boundedCache<AccountState>(STATES_CACHED_MAX);
  const profiles = boundedCache<RiskProfile>(CONTENTS_CACHED_MAX);
  const settings = boundedCache<StrategySettings>(CONTENTS_CACHED_MAX);
  const hashed = (value: readonly Instrument[]): Hashed<readonly Instrument[]> => ({ value, hash: sha256(instrumentTableBytes(value)) });
  const tables = { governed: hashed(ports.instruments), reference: hashed(withoutSteps(ports.instruments)) };

  const learnContents = async (books: readonly LoadedBook[]): Promise<void> => {
    const wanted = books.flatMap(({ tenantId, profileHash, settingsHash }) => [
      ...(profiles.has(toHex(profileHash)) ? [] : [{ tenantId, hash: profileHash }]),
      ...(settings.has(toHex(settingsHash)) ? [] : [{ tenantId, hash: settingsHash }]),
    ]);
    if (wanted.length === 0) return;
    const bodies = new Map((await loadContents(pool, wanted)).map(({ hash, body }) => [toHex(hash), body]));
    const bodyOf = (hash: Uint8Array): Uint8Array => {
      const body = bodies.get(toHex(hash));
      if (body === undefined) throw new Error(`a book names content ${toHex(hash)} that is not stored`);
      return body;
    };
    for (const { profileHash, settingsHash } of books) {
      profiles.getOrMake(toHex(profileHash), () => decodeRiskProfile(bodyOf(profileHash)));
      settings.getOrMake(toHex(settingsHash), () => decodeStrategySettings(bodyOf(settingsHash)));
    }
  };

  const workOf = (book: LoadedBook, kills: readonly KillFact[]): BookWork => {
    const profile = profiles.getOrMake(toHex(book.profileHash), () => {
      throw new Error("profile was not learnt");
    });
    const own = settings.getOrMake(toHex(book.settingsHash), () => {
      throw new Error("settings were not learnt");
    });
    const instruments = tables[profile.kind];
    const mode: AccountMode = accountMode(book.mode);
    return {
      tenantKey: book.tenantKey,
      profile: { value: profile, hash: book.profileHash },
      settings: { value: own, hash: book.settingsHash },
      instruments,
      state: { value: states.getOrMake(toHex(book.stateHash), () => decodeAccountState(book.stateBody)), hash: book.stateHash },
      heads: { receiptSeq: book.receiptSeq, receiptHash: book.receiptHash, ledgerSeq: book.ledgerSeq, ledgerHash: book.ledgerHash },
      kills,
      isFenceHeld: true,
      context: {
        sha256,
        accountKey: book.accountKey,
        runKey: book.runKey,
        mode,
        seed: book.seed,
        takerFeeBps: book.takerFeeBps,
        slippageBps: book.slippageBps,
        profile,
        instruments: instruments.value,
      },
    };
  };

  return async (claimed) => {
    const books = await loadBooks(pool, claimed);
    await learnContents(books);
    const haltable = [...new Set(books.filter(({ isHaltable }) => isHaltable).map(({ tenantId }) => tenantId))];
    const kills: readonly ActiveKill[] = haltable.length === 0 ? [] : await loadActiveKills(pool, haltable);
    const epochs = new Map(claimed.map(({ tenantId, accountId, runId, epoch }) => [`${tenantId}/${accountId}/${runId}`, epoch]));
    return books.map((book) => {
      const epoch = epochs.get(`${book.tenantId}/${book.accountId}/${book.runId}`);
      if (epoch === undefined) throw new Error("a book was loaded that was not claimed");
      return { book, epoch, work: workOf(book, book.isHaltable ? killFacts(kills, book) : []) };
    });
  };
}
