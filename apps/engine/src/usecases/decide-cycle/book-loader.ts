import type { AccountState } from "@ballast/core/decision/account-state";
import { decodeAccountState } from "@ballast/core/decision/account-state";
import type { BookKills } from "@ballast/core/decision/book-kills";
import type { AccountMode, Hashed } from "@ballast/core/decision/decide-types";
import { fillModelOfRun } from "../runs/run-fill-model.ts";
import { instrumentTableBytes, type Instrument } from "@ballast/core/market/instrument";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { loadBooks, loadContents, loadStates, type LoadedBook } from "@ballast/db/repositories/books";
import type { ClaimedBook } from "@ballast/db/repositories/claims";
import { loadActiveKills } from "@ballast/db/repositories/kills";
import type { Pool } from "pg";
import { boundedCache } from "../../bounded-cache.ts";
import { withoutSteps } from "../runs/reference-instruments.ts";
import { BookBroken, ofBook } from "./broken-book.ts";
import type { BookWork } from "./decide-book.ts";
import { accountMode, activeVersions, bookKills } from "./work.mapper.ts";

/** A claimed book in a worker's hands. */
export type ClaimedWork = { readonly book: LoadedBook; readonly epoch: number; readonly work: BookWork };

export type BookLoader = (claimed: readonly ClaimedBook[]) => Promise<ClaimedWork[]>;

const STATES_CACHED_MAX = 20_000;
const CONTENTS_CACHED_MAX = 5_000;

/** A content's name: its hash in hex, written by the host, for every book of every cycle asks for three of them. */
function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString("hex");
}

/** Profiles and settings by the hash that books name them by, each read and decoded once. */
type Contents = {
  readonly learn: (books: readonly LoadedBook[]) => Promise<void>;
  /** Only for books that were learnt. */
  readonly of: (book: LoadedBook) => { readonly profile: RiskProfile; readonly settings: StrategySettings };
};

function unlearnt(): never {
  throw new Error("a book's content was not learnt before its work");
}

function openContents(pool: Pool): Contents {
  const profiles = boundedCache<RiskProfile>(CONTENTS_CACHED_MAX);
  const settings = boundedCache<StrategySettings>(CONTENTS_CACHED_MAX);
  return {
    learn: async (books) => {
      const wanted = books.flatMap(({ tenantId, profileHash, settingsHash }) => [
        ...(profiles.has(nameOf(profileHash)) ? [] : [{ tenantId, hash: profileHash }]),
        ...(settings.has(nameOf(settingsHash)) ? [] : [{ tenantId, hash: settingsHash }]),
      ]);
      if (wanted.length === 0) return;
      const bodies = new Map((await loadContents(pool, wanted)).map(({ hash, body }) => [nameOf(hash), body]));
      const bodyOf = (hash: Uint8Array): Uint8Array => {
        const body = bodies.get(nameOf(hash));
        if (body === undefined) throw new BookBroken(`a book names content ${nameOf(hash)} that is not stored`);
        return body;
      };
      for (const { profileHash, settingsHash } of books) {
        profiles.getOrMake(nameOf(profileHash), () => ofBook(() => decodeRiskProfile(bodyOf(profileHash))));
        settings.getOrMake(nameOf(settingsHash), () => ofBook(() => decodeStrategySettings(bodyOf(settingsHash))));
      }
    },
    of: ({ profileHash, settingsHash }) => ({
      profile: profiles.getOrMake(nameOf(profileHash), unlearnt),
      settings: settings.getOrMake(nameOf(settingsHash), unlearnt),
    }),
  };
}

type StatesOf = (books: readonly LoadedBook[]) => Promise<ReadonlyMap<string, AccountState>>;

function unread(): never {
  throw new Error("a cached state is gone");
}

/** States of books by their hash in hex: only those that no cycle before has read are read. */
function openStates(pool: Pool, sha256: Sha256): StatesOf {
  const decode = (name: string, body: Uint8Array): AccountState => {
    if (nameOf(sha256(body)) !== name) throw new BookBroken(`the stored account state ${name} is not what its hash names`);
    return ofBook(() => decodeAccountState(body));
  };
  const decoded = boundedCache<AccountState>(STATES_CACHED_MAX);
  return async (books) => {
    const states = new Map<string, AccountState>();
    const wanted: LoadedBook[] = [];
    for (const book of books) {
      const name = nameOf(book.stateHash);
      // Taken at once: while the others are read, the cache may drop it for those of another batch.
      if (decoded.has(name)) states.set(name, decoded.getOrMake(name, unread));
      else wanted.push(book);
    }
    for (const { hash, body } of wanted.length === 0 ? [] : await loadStates(pool, wanted)) {
      const name = nameOf(hash);
      states.set(
        name,
        decoded.getOrMake(name, () => decode(name, body)),
      );
    }
    return states;
  };
}

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
  const statesOf = openStates(pool, sha256);
  const contents = openContents(pool);
  const hashed = (value: readonly Instrument[]): Hashed<readonly Instrument[]> => ({ value, hash: sha256(instrumentTableBytes(value)) });
  const tables = { governed: hashed(ports.instruments), reference: hashed(withoutSteps(ports.instruments)) };

  const workOf = (book: LoadedBook, state: AccountState, kills: BookKills): BookWork => {
    const { profile, settings } = contents.of(book);
    const instruments = tables[profile.kind];
    const mode: AccountMode = accountMode(book.mode);
    return {
      tenantKey: book.tenantKey,
      profile: { value: profile, hash: book.profileHash },
      settings: { value: settings, hash: book.settingsHash },
      active: activeVersions(book),
      instruments,
      state: { value: state, hash: book.stateHash },
      heads: { receiptSeq: book.receiptSeq, receiptHash: book.receiptHash, ledgerSeq: book.ledgerSeq, ledgerHash: book.ledgerHash },
      kills,
      isHaltable: book.isHaltable,
      rearmAfterMs: book.rearmAfterMs ?? undefined,
      isFenceHeld: true,
      context: {
        sha256,
        accountKey: book.accountKey,
        runKey: book.runKey,
        mode,
        seed: book.seed,
        takerFeeBps: book.takerFeeBps,
        slippageBps: book.slippageBps,
        fillModel: ofBook(() => fillModelOfRun(book.fillModel)),
        profile,
        instruments: instruments.value,
      },
    };
  };

  return async (claimed) => {
    const books = await loadBooks(pool, claimed);
    if (books.length < claimed.length)
      throw new BookBroken(`${claimed.length - books.length} of ${claimed.length} books lack rows that they name`);
    await contents.learn(books);
    const states = await statesOf(books);
    const kills = await loadActiveKills(pool, books);
    const epochs = new Map(claimed.map(({ tenantId, accountId, runId, epoch }) => [`${tenantId}/${accountId}/${runId}`, epoch]));
    return books.map((book) => {
      const epoch = epochs.get(`${book.tenantId}/${book.accountId}/${book.runId}`);
      if (epoch === undefined) throw new Error("a book was loaded that was not claimed");
      const state = states.get(nameOf(book.stateHash));
      if (state === undefined) throw new BookBroken(`account ${book.accountKey} is in a state that is not stored`);
      return { book, epoch, work: workOf(book, state, bookKills(kills, book)) };
    });
  };
}
