import type { Disturbance } from "@ballast/core/backtest/parity-report";
import type { KillFact } from "@ballast/core/decision/decide-types";
import { isSameBytes } from "../replay/first-difference.ts";
import type { RecordedSlot } from "../what-if/recorded-slots.ts";
import { slotsOf, type ParityRecord } from "./parity-record.ts";
import { codeText, haltText, momentText, spanText } from "./parity-words.ts";
import type { Beside } from "./walk-beside.ts";

type Spell = { readonly fromMs: number; untilMs: number | null };

const keyOf = ({ scope, subject, verb, sinceMs }: KillFact): string => `${scope} ${subject} ${verb} ${sinceMs}`;

/** Halts that the backtest meets none of, from the first slot that saw each to the first that did not. */
function halts(beside: Beside, { authorOf }: ParityRecord): readonly Disturbance[] {
  const spells = new Map<string, Spell & { readonly kill: KillFact }>();
  for (const { receipt, input } of slotsOf(beside)) {
    const seen = beside.withheldOf(input.kills);
    const keys = new Set(seen.map(keyOf));
    for (const kill of seen) if (!spells.has(keyOf(kill))) spells.set(keyOf(kill), { kill, fromMs: receipt.atMs, untilMs: null });
    for (const [key, spell] of spells) if (spell.untilMs === null && !keys.has(key)) spell.untilMs = receipt.atMs;
  }
  return [...spells.values()].map(({ kill, fromMs, untilMs }) => ({
    kind: "halt",
    fromMs,
    untilMs,
    words: haltText(kill, authorOf(kill)),
  }));
}

function outages({ outages: ranges }: ParityRecord): readonly Disturbance[] {
  return ranges.map(({ atMs, untilMs, reason }) => ({
    kind: "outage",
    fromMs: atMs,
    untilMs: untilMs > atMs ? untilMs : null,
    words: reason === "OUTAGE" ? "Slots went by undecided." : `Skipped: ${codeText(reason)}`,
  }));
}

/** Slots after one another for which `wordsOf` says the same, each run of them once. */
function spells(
  slots: readonly RecordedSlot[],
  kind: Disturbance["kind"],
  wordsOf: (slot: RecordedSlot) => string | undefined,
): readonly Disturbance[] {
  const found: { kind: Disturbance["kind"]; fromMs: number; untilMs: number | null; words: string }[] = [];
  let open: (typeof found)[number] | undefined;
  for (const slot of slots) {
    const words = wordsOf(slot);
    const { atMs } = slot.receipt;
    if (open !== undefined && words !== open.words) {
      open.untilMs = atMs;
      open = undefined;
    }
    if (words === undefined || open !== undefined) continue;
    open = { kind, fromMs: atMs, untilMs: null, words };
    found.push(open);
  }
  return found;
}

function lateSlots(slots: readonly RecordedSlot[]): readonly Disturbance[] {
  return slots
    .filter(({ receipt }) => receipt.outcome === "LATE")
    .map(({ receipt, input, close }) => ({
      kind: "late",
      fromMs: receipt.atMs,
      untilMs: null,
      words: `Decided ${spanText(input.nowMs - close.closeMs)} after its close: only reductions were allowed.`,
    }));
}

/** Other versions from one slot to the next: the backtest changes with them, at the same slot. */
function versions(slots: readonly RecordedSlot[]): readonly Disturbance[] {
  return slots.slice(1).flatMap((slot, index) => {
    const before = slots[index];
    if (before === undefined) return [];
    const [now, then] = [slot.input, before.input];
    const changed = [
      ...(isSameBytes(now.profile.hash, then.profile.hash) ? [] : ["risk profile"]),
      ...(isSameBytes(now.settings.hash, then.settings.hash) ? [] : ["settings"]),
      ...(isSameBytes(now.instruments.hash, then.instruments.hash) ? [] : ["instrument table"]),
      ...(JSON.stringify(now.costs) === JSON.stringify(then.costs) ? [] : ["costs"]),
    ];
    if (changed.length === 0) return [];
    const words = `Another version of its ${changed.join(" and ")} from here on; the backtest changes at the same slot. Before it: ${momentText(before.receipt.atMs)}.`;
    return [{ kind: "version" as const, fromMs: slot.receipt.atMs, untilMs: null, words }];
  });
}

/** Everything in the period that a difference can come of, or that its figures rest on, in the order of time. */
export function disturbancesOf(of: {
  readonly beside: Beside;
  readonly record: ParityRecord;
  readonly coreHash: Uint8Array;
}): readonly Disturbance[] {
  const { beside, record, coreHash } = of;
  const slots = slotsOf(beside);
  const closes = slots.filter(({ input }) => input.slot.kind !== "halt");
  const isOther = ({ receipt }: RecordedSlot): boolean => !isSameBytes(receipt.coreHash, coreHash);
  const found = [
    ...halts(beside, record),
    ...outages(record),
    ...lateSlots(closes),
    ...versions(closes),
    ...spells(closes, "release", (slot) =>
      isOther(slot) ? "Decided by another release than the one that walks the backtest." : undefined,
    ),
  ];
  return found.sort((left, right) => left.fromMs - right.fromMs);
}
