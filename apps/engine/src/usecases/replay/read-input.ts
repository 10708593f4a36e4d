import type { AccountState } from "@ballast/core/decision/account-state";
import type { DecideInput, SlotKind } from "@ballast/core/decision/decide-types";
import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredSnapshot } from "@ballast/db/repositories/replay-contents";
import type { BoundedCache } from "../../bounded-cache.ts";
import { nameOf, type Shelved } from "./content-shelf.ts";
import { firstDifference, messageOf, type FieldDifference } from "./first-difference.ts";
import type { OpenedReceipt, ReadableReceipt, ReplayCore, ReplayStore } from "./replay-store.ts";

/** An input as it was stored, but for the account's states. */
export type StatelessInput = {
  readonly opened: ReadableReceipt;
  readonly input: Omit<DecideInput, "account">;
  readonly snapshot: StoredSnapshot;
};

/** A whole input as it was stored, and the state that the decision left. */
export type StoredInput = StatelessInput & { readonly input: DecideInput; readonly after: AccountState };

/** A state under its name; with a fault, what stands there under it, and the value where it was made again. */
export type StateRead =
  | { readonly value: AccountState; readonly fault: undefined }
  | { readonly value: AccountState | undefined; readonly fault: FieldDifference; readonly forged: Uint8Array | undefined };

export type ReadInput =
  /** With a fault it holds a state that was forged, and made again. */
  | { readonly stored: StoredInput; readonly fault: FieldDifference | undefined }
  | {
      readonly stored: undefined;
      readonly fault: FieldDifference;
      /** Undefined: more than states could not be read. */
      readonly stateless: { readonly around: StatelessInput; readonly before: StateRead; readonly after: StateRead } | undefined;
    };

/** Thrown within this file alone: reading an input ends at its first fault. */
class Faulty extends Error {
  readonly fault: FieldDifference;

  constructor(fault: FieldDifference) {
    super(fault.field);
    this.fault = fault;
  }
}

function soundRow<Row>(shelved: Shelved<Row>): Row {
  if (shelved.fault !== undefined) throw new Faulty(shelved.fault);
  return shelved.row;
}

type Content = { readonly hash: Uint8Array; readonly body: Uint8Array };

/** Content as this core reads it; bytes that it can't read are a fault of the field that names them. */
function decoded<Row extends Content, Value>(
  cache: BoundedCache<Value>,
  of: { readonly field: string; readonly shelved: Shelved<Row>; readonly decode: (row: Row) => Value },
): Value {
  const row = soundRow(of.shelved);
  try {
    return cache.getOrMake(nameOf(row.hash), () => of.decode(row));
  } catch (error) {
    throw new Faulty({ field: of.field, stored: `unreadable: ${messageOf(error)}`, replayed: "content of that form" });
  }
}

/** A sealed close as a core reads it. */
function sealOf({ core }: ReplayCore, row: StoredSnapshot): SealedSnapshot {
  return { snapshot: core.decodeSnapshot(row.body), bytes: row.body, hash: row.hash };
}

/** A close that no receipt names, for settling its bars. */
export function sealedBy(core: ReplayCore, row: StoredSnapshot): SealedSnapshot {
  return core.snapshots.getOrMake(nameOf(row.hash), () => sealOf(core, row));
}

/** What a snapshot's row says of it must be what its bytes say. */
function refuseMisplaced(row: StoredSnapshot, { snapshot }: SealedSnapshot): void {
  const { lineageId, closeMs, previousHash } = row;
  const told = { lineageId: snapshot.lineageId, closeMs: snapshot.closeMs, previousHash: snapshot.previousHash };
  const fault = firstDifference("snapshot", { lineageId, closeMs, previousHash }, told);
  if (fault !== undefined) throw new Faulty(fault);
}

function readState(store: ReplayStore, { receipt, core }: ReadableReceipt, field: "stateBefore" | "stateAfter"): StateRead {
  const shelved = store.state(receipt, field, receipt[field]);
  try {
    const value = decoded(core.states, { field, shelved, decode: (row) => core.core.decodeAccountState(row.body) });
    return { value, fault: undefined };
  } catch (error) {
    if (!(error instanceof Faulty)) throw error;
    const forged = shelved.fault === undefined ? undefined : shelved.forged?.body;
    return { value: undefined, fault: error.fault, forged };
  }
}

function readAround(store: ReplayStore, book: ReplayBook, opened: ReadableReceipt): StatelessInput {
  const { receipt, core, body } = opened;
  const { decodeInstruments, decodeRiskProfile, decodeStrategySettings } = core.core;
  const snapshot = soundRow(store.snapshot(receipt.snapshotHash));
  const sealed = decoded(core.snapshots, {
    field: "snapshot",
    shelved: { row: snapshot, fault: undefined },
    decode: (row) => sealOf(core, row),
  });
  refuseMisplaced(snapshot, sealed);
  const { profileHash, settingsHash, instrumentsHash } = body;
  const profile = decoded(core.profiles, {
    field: "body.profileHash",
    shelved: store.content(receipt.tenantId, "body.profileHash", profileHash),
    decode: (row) => decodeRiskProfile(row.body),
  });
  const settings = decoded(core.settings, {
    field: "body.settingsHash",
    shelved: store.content(receipt.tenantId, "body.settingsHash", settingsHash),
    decode: (row) => decodeStrategySettings(row.body),
  });
  const instruments = decoded(core.tables, {
    field: "body.instrumentsHash",
    shelved: store.instruments(instrumentsHash),
    decode: (row) => decodeInstruments(row.body),
  });
  const { tenantKey, accountKey, runKey } = book;
  return {
    opened,
    snapshot,
    input: {
      slot: { tenantKey, accountKey, runKey, kind: slotKindOf(receipt.kind), atMs: receipt.atMs, seq: receipt.seq },
      nowMs: body.nowMs,
      mode: body.mode,
      isFenceHeld: body.isFenceHeld,
      kills: body.kills,
      predictions: body.predictions,
      active: body.active,
      // A core from before costs were an input does not ask for them.
      costs: body.costs ?? { feeBps: book.takerFeeBps, slippageBps: book.slippageBps },
      snapshot: sealed,
      profile: { value: profile, hash: profileHash },
      settings: { value: settings, hash: settingsHash },
      instruments: { value: instruments, hash: instrumentsHash },
    },
  };
}

const KINDS: readonly SlotKind[] = ["hour", "bar", "halt"];

function slotKindOf(kind: string): SlotKind {
  const known = KINDS.find((name) => name === kind);
  if (known === undefined) throw new Faulty({ field: "kind", stored: kind, replayed: KINDS.join(", ") });
  return known;
}

/** The input of a receipt from what is stored under the hashes that it names. */
export function readInput(store: ReplayStore, book: ReplayBook, opened: OpenedReceipt): ReadInput {
  if (opened.fault !== undefined) return { stored: undefined, fault: opened.fault, stateless: undefined };
  try {
    const around = readAround(store, book, opened);
    const [after, before] = [readState(store, opened, "stateAfter"), readState(store, opened, "stateBefore")];
    const fault = after.fault ?? before.fault;
    if (fault !== undefined) return { stored: undefined, fault, stateless: { around, before, after } };
    if (before.value === undefined || after.value === undefined) throw new Error("a state without a fault is there");
    const account = { value: before.value, hash: opened.receipt.stateBefore };
    return { stored: { ...around, input: { ...around.input, account }, after: after.value }, fault: undefined };
  } catch (error) {
    if (error instanceof Faulty) return { stored: undefined, fault: error.fault, stateless: undefined };
    throw error;
  }
}
