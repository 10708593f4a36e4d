import type { AccountState } from "@ballast/core/decision/account-state";
import type { ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { Decide } from "@ballast/core/decision/decide-types";
import type { Instrument } from "@ballast/core/market/instrument";
import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { readCoreBundles, readInstrumentTables, type StoredContent } from "@ballast/db/repositories/core-bundles";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import {
  readContents,
  readSnapshotsByHash,
  readStates,
  type StateKey,
  type StoredSnapshot,
} from "@ballast/db/repositories/replay-contents";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import type { ClientBase, Pool } from "pg";
import { boundedCache, type BoundedCache } from "../../bounded-cache.ts";
import { sha256 } from "../../ports/sha256.ts";
import { ContentShelf, nameOf, type Shelved } from "./content-shelf.ts";
import { messageOf, type FieldDifference } from "./first-difference.ts";
import { forgedContentFault } from "./forged-content.ts";
import { forgedSnapshotFault, inWords } from "./forged-snapshot.ts";
import { loadCore, type LoadedCore } from "./load-core.ts";

/** A release's core at work, and what it has read so far: each release reads its own forms, equal content once. */
export type ReplayCore = {
  readonly core: LoadedCore;
  readonly decide: Decide;
  readonly snapshots: BoundedCache<SealedSnapshot>;
  readonly states: BoundedCache<AccountState>;
  readonly profiles: BoundedCache<RiskProfile>;
  readonly settings: BoundedCache<StrategySettings>;
  readonly tables: BoundedCache<readonly Instrument[]>;
};

/** A receipt with the core that decided it and its body as that core reads it. */
export type OpenedReceipt = { readonly receipt: StoredReceipt } & (
  | { readonly core: ReplayCore; readonly body: ReceiptBody; readonly fault: undefined }
  | { readonly core: undefined; readonly body: undefined; readonly fault: FieldDifference }
);

/** The sound kind: everything of it can be read. */
export type ReadableReceipt = Extract<OpenedReceipt, { readonly fault: undefined }>;

/** Forged closes that one replay makes again from their bars: each may take seconds. */
const FORGED_REMADE_MAX = 16;
const SNAPSHOTS_MAX = 4_096;
const STATES_MAX = 20_000;
const CONTENTS_MAX = 5_000;

export const bookKey = ({ tenantId, accountId, runId }: BookId): string => `${tenantId}/${accountId}/${runId}`;
const statePlace = (key: StateKey): string => `${bookKey(key)}/${nameOf(key.hash)}`;

/** Everything that stored receipts name, read in batches and verified: what a replay decides from, and nothing else. */
export class ReplayStore {
  readonly #db: ClientBase | Pool;
  #forgedSnapshots = 0;
  readonly #cores = new Map<string, ReplayCore | FieldDifference>();
  readonly #snapshots = new ContentShelf<StoredSnapshot>("snapshot");
  readonly #states = new ContentShelf<StateKey & StoredContent>("account state");
  readonly #contents = new ContentShelf<StoredContent & { readonly tenantId: string }>("profile or settings");
  readonly #tables = new ContentShelf<StoredContent>("instrument table");

  constructor(db: ClientBase | Pool) {
    this.#db = db;
  }

  /** Opens receipts: their cores, their bodies, and all content that those name. */
  async open(receipts: readonly StoredReceipt[]): Promise<OpenedReceipt[]> {
    await this.#loadCores(receipts);
    const opened = receipts.map((receipt) => this.#openReceipt(receipt));
    const readable = opened.filter((found): found is ReadableReceipt => found.fault === undefined);
    await this.#loadSnapshots(receipts.map(({ snapshotHash }) => snapshotHash));
    await this.#loadStates(receipts);
    await this.#loadContents(readable);
    return opened;
  }

  snapshot(hash: Uint8Array): Shelved<StoredSnapshot> {
    return this.#snapshots.get(nameOf(hash), { field: "snapshotHash", hash });
  }

  state(book: BookId, field: "stateBefore" | "stateAfter", hash: Uint8Array): Shelved<StateKey & StoredContent> {
    return this.#states.get(`${bookKey(book)}/${nameOf(hash)}`, { field, hash });
  }

  content(tenantId: string, field: "body.profileHash" | "body.settingsHash", hash: Uint8Array): Shelved<StoredContent> {
    return this.#contents.get(`${tenantId}/${nameOf(hash)}`, { field, hash });
  }

  instruments(hash: Uint8Array): Shelved<StoredContent> {
    return this.#tables.get(nameOf(hash), { field: "body.instrumentsHash", hash });
  }

  async #loadCores(receipts: readonly StoredReceipt[]): Promise<void> {
    const wanted = new Map(receipts.map(({ coreHash }) => [nameOf(coreHash), coreHash]));
    for (const name of wanted.keys()) if (this.#cores.has(name)) wanted.delete(name);
    const bundles = new Map((await readCoreBundles(this.#db, [...wanted.values()])).map((bundle) => [nameOf(bundle.hash), bundle]));
    for (const name of wanted.keys()) this.#cores.set(name, openCore(name, bundles.get(name)));
  }

  #openReceipt(receipt: StoredReceipt): OpenedReceipt {
    const core = this.#cores.get(nameOf(receipt.coreHash));
    if (core === undefined) throw new Error("a core was not loaded before its receipt");
    if (!("decide" in core)) return { receipt, core: undefined, body: undefined, fault: core };
    try {
      return { receipt, core, body: core.core.decodeReceiptBody(receipt.body), fault: undefined };
    } catch (error) {
      const fault = { field: "body", stored: `unreadable: ${messageOf(error)}`, replayed: "a receipt's body" };
      return { receipt, core: undefined, body: undefined, fault };
    }
  }

  async #loadSnapshots(hashes: readonly Uint8Array[]): Promise<void> {
    for (const row of await readSnapshotsByHash(this.#db, this.#snapshots.unread(hashes, nameOf))) {
      const place = nameOf(row.hash);
      const fault = this.#snapshots.put(place, row);
      if (fault !== undefined) this.#snapshots.forge(place, row, await this.#nameForgery(row, fault));
    }
  }

  async #nameForgery(row: StoredSnapshot, fault: FieldDifference): Promise<FieldDifference> {
    this.#forgedSnapshots += 1;
    if (this.#forgedSnapshots > FORGED_REMADE_MAX) return inWords(fault, `${FORGED_REMADE_MAX} others were, and no more are at a time`);
    return forgedSnapshotFault(this.#db, row, fault);
  }

  async #loadStates(receipts: readonly StoredReceipt[]): Promise<void> {
    const keys = receipts.flatMap(({ tenantId, accountId, runId, stateBefore, stateAfter }) =>
      [stateBefore, stateAfter].map((hash) => ({ tenantId, accountId, runId, hash })),
    );
    for (const row of await readStates(this.#db, this.#states.unread(keys, statePlace))) this.#states.put(statePlace(row), row);
  }

  async #loadContents(opened: readonly ReadableReceipt[]): Promise<void> {
    const keys = opened.flatMap(({ receipt: { tenantId }, body }) =>
      [body.profileHash, body.settingsHash].map((hash) => ({ tenantId, hash })),
    );
    const placeOf = ({ tenantId, hash }: { tenantId: string; hash: Uint8Array }): string => `${tenantId}/${nameOf(hash)}`;
    for (const row of await readContents(this.#db, this.#contents.unread(keys, placeOf))) {
      const fault = this.#contents.put(placeOf(row), row);
      if (fault !== undefined) this.#contents.forge(placeOf(row), row, await forgedContentFault(this.#db, row, fault));
    }
    const tables = this.#tables.unread(
      opened.map(({ body }) => body.instrumentsHash),
      nameOf,
    );
    for (const row of await readInstrumentTables(this.#db, tables)) this.#tables.put(nameOf(row.hash), row);
  }
}

function openCore(name: string, bundle: StoredContent | undefined): ReplayCore | FieldDifference {
  if (bundle === undefined)
    return { field: "coreHash", stored: `${name}, under which no bundle of core is stored`, replayed: "a stored bundle" };
  try {
    const core = loadCore(bundle);
    return {
      core,
      decide: core.makeDecide({ sha256 }),
      snapshots: boundedCache(SNAPSHOTS_MAX),
      states: boundedCache(STATES_MAX),
      profiles: boundedCache(CONTENTS_MAX),
      settings: boundedCache(CONTENTS_MAX),
      tables: boundedCache(CONTENTS_MAX),
    };
  } catch (error) {
    return { field: "core bundle", stored: messageOf(error), replayed: `the bundle ${name}` };
  }
}
