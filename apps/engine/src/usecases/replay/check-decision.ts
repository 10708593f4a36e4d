import type { Decision } from "@ballast/core/decision/decide-types";
import { encodeReceipt } from "@ballast/core/decision/receipt";
import { replayNowOf } from "@ballast/core/time/clock";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { StoredReceipt } from "@ballast/db/repositories/replay-receipts";
import { nameOf } from "./content-shelf.ts";
import { firstDifference, isSameBytes, messageOf, valueText, type FieldDifference } from "./first-difference.ts";
import type { ReadInput } from "./read-input.ts";
import { hashStoredReceipt } from "./receipt-hash.mapper.ts";
import type { OpenedReceipt } from "./replay-store.ts";

/** The columns of a receipt that its decision makes. */
type Remade = Pick<StoredReceipt, "outcome" | "reasonCodes" | "equityUnits" | "stateAfter" | "body" | "inputHash" | "outputHash">;

export type Redecided = { readonly decision: Decision; readonly remade: Remade };

const REMADE: readonly (keyof Remade)[] = ["outcome", "reasonCodes", "equityUnits", "stateAfter", "body", "inputHash", "outputHash"];

/** Decides a stored input again, with the core that decided it. */
export function redecide(read: ReadInput): Redecided | FieldDifference {
  if (read.stored === undefined) return read.fault;
  const { opened, input } = read.stored;
  try {
    const decision = opened.core.decide(input);
    const { output, account, body, inputHash, outputHash } = decision;
    const { outcome, reasonCodes, equityUnits } = output;
    return { decision, remade: { outcome, reasonCodes, equityUnits, stateAfter: account.hash, body, inputHash, outputHash } };
  } catch (error) {
    return { field: "decision", stored: opened.receipt.outcome, replayed: `no decision: ${messageOf(error)}` };
  }
}

/** What is known of a receipt beside its own row. */
export type Around = {
  readonly previous: StoredReceipt | undefined;
  /** The state that settling reached before the decision; undefined where it could not be retraced. */
  readonly reached: Uint8Array | undefined;
};

const GENESIS = new Uint8Array(32);

function hashOf({ opened, book }: Of, receipt: StoredReceipt): Uint8Array {
  return hashStoredReceipt(opened.core?.core.encodeReceipt ?? encodeReceipt, book, receipt);
}

type Of = {
  readonly book: ReplayBook;
  readonly opened: OpenedReceipt;
  readonly read: ReadInput;
  readonly redecided: Redecided | FieldDifference;
  readonly around: Around;
};

/** Values that a single changed column may have had: remade ones, and what stands around the receipt. */
function candidates({ opened, read, redecided, around }: Of): readonly Partial<StoredReceipt>[] {
  const { previous, reached } = around;
  const closeMs = read.stored?.snapshot.closeMs;
  const times = [closeMs, closeMs === undefined ? undefined : replayNowOf(closeMs), opened.body?.nowMs].filter((ms) => ms !== undefined);
  return [
    ...("remade" in redecided ? REMADE.map((name) => ({ [name]: redecided.remade[name] })) : []),
    { receiptSeq: (previous?.receiptSeq ?? 0) + 1 },
    { previousHash: previous?.hash ?? GENESIS },
    ...(reached === undefined ? [] : [{ stateBefore: reached }]),
    ...(previous === undefined ? [] : [{ coreHash: previous.coreHash }]),
    ...times.map((atMs) => ({ atMs })),
    ...["hour", "bar", "halt"].map((kind) => ({ kind })),
    ...[0, 1, 2].map((seq) => ({ seq })),
  ];
}

/** The one column which, put back to what it must have been, gives the receipt its own hash again. */
function culpritOf(of: Of): FieldDifference | undefined {
  const { receipt } = of.opened;
  for (const candidate of candidates(of)) {
    const mended = { ...receipt, ...candidate };
    if (!isSameBytes(hashOf(of, mended), receipt.hash)) continue;
    return firstDifference("", pick(receipt, candidate), candidate);
  }
  return undefined;
}

function pick(receipt: StoredReceipt, candidate: Partial<StoredReceipt>): Partial<StoredReceipt> {
  return Object.fromEntries(Object.entries(receipt).filter(([name]) => name in candidate));
}

/** Of two bodies the first value that differs, in the words of the core that wrote them. */
function bodyDifference({ opened }: Of, remade: Uint8Array): FieldDifference | undefined {
  if (opened.fault !== undefined) return undefined;
  return firstDifference("body", opened.body, opened.core.core.decodeReceiptBody(remade));
}

function remadeDifference(of: Of, remade: Remade): FieldDifference | undefined {
  const { receipt } = of.opened;
  for (const name of REMADE) {
    const found = firstDifference(name, receipt[name], remade[name]);
    if (found !== undefined) return name === "body" ? (bodyDifference(of, remade.body) ?? found) : found;
  }
  return undefined;
}

/** The parts of a body that no decision makes again: they are its input. */
const STANDING = "body (now, mode, fence, hashes, kills or costs)";

/** A row that does not have its own hash: which of its columns, as far as that can be told. */
function forgedColumn(of: Of, recomputed: Uint8Array): FieldDifference {
  const { opened, read, redecided, around } = of;
  const culprit = culpritOf(of);
  if (culprit?.field === "body" && "remade" in redecided) return bodyDifference(of, redecided.remade.body) ?? culprit;
  if (culprit !== undefined) return culprit;
  if (read.fault !== undefined) return read.fault;
  if (!("remade" in redecided))
    return { field: STANDING, stored: `a body that gives ${redecided.replayed}`, replayed: "the body that was decided with" };
  if (!isSameBytes(redecided.remade.inputHash, opened.receipt.inputHash)) {
    const [stored, replayed] = [redecided.remade.inputHash, opened.receipt.inputHash].map((hash) => `that of input ${nameOf(hash)}`);
    return { field: STANDING, stored: valueText(stored), replayed: valueText(replayed) };
  }
  if (around.previous === undefined && opened.receipt.receiptSeq > 1)
    return linkDifference(of) ?? hashDifference(opened.receipt, recomputed);
  return hashDifference(opened.receipt, recomputed);
}

function hashDifference(receipt: StoredReceipt, recomputed: Uint8Array): FieldDifference {
  return { field: "hash", stored: nameOf(receipt.hash), replayed: nameOf(recomputed) };
}

function linkDifference({ opened, around: { previous } }: Of): FieldDifference | undefined {
  const { receiptSeq, previousHash } = opened.receipt;
  if (previous === undefined && receiptSeq > 1)
    return {
      field: "receiptSeq",
      stored: `${receiptSeq}, with no receipt ${receiptSeq - 1} before it`,
      replayed: "the next number of its chain",
    };
  return firstDifference("previousHash", previousHash, previous?.hash ?? GENESIS);
}

/** The first field of a receipt that is not what its stored input gives; undefined where it is that to the byte. */
export function checkDecision(of: Of): FieldDifference | undefined {
  const { opened, redecided } = of;
  const recomputed = hashOf(of, opened.receipt);
  if (!isSameBytes(recomputed, opened.receipt.hash)) return forgedColumn(of, recomputed);
  if (!("remade" in redecided)) return redecided;
  return linkDifference(of) ?? remadeDifference(of, redecided.remade);
}
