import type { WrittenProfile } from "../shell/answers.ts";
import { PROFILE_GROUPS, storedValue, typedText, type FieldValue, type ProfileList } from "./profile-fields.ts";
import { minuteOfClock, typedClock } from "./window-clock.ts";

/** The cap of one instrument or of one quote currency, as typed. */
export type CapRow = { readonly owner: string; readonly percent: string; readonly amount: string };

/** A window of downtime as typed, in hours and minutes of the UTC day. */
export type WindowRow = { readonly from: string; readonly to: string };

export type CapList = Exclude<ProfileList, "windows">;

/** What stands in the form, as typed: plain limits by path, and the three lists. */
export type Draft = {
  readonly fields: Readonly<Record<string, string>>;
  readonly windows: readonly WindowRow[];
} & Readonly<Record<CapList, readonly CapRow[]>>;

const PATHS: readonly string[] = PROFILE_GROUPS.flatMap(({ fields }) => Object.keys(fields));
const CAP_PERCENT = "pairCap.percentBps";
const CAP_AMOUNT = "pairCap.absolute";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(written: WrittenProfile, path: string): FieldValue {
  const [group = "", field] = path.split(".");
  const outer: unknown = Object.entries(written).find(([name]) => name === group)?.[1];
  const value: unknown = field === undefined ? outer : isRecord(outer) ? outer[field] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function capRow(owner: string, cap: WrittenProfile["pairCap"]): CapRow {
  return { owner, percent: typedText(CAP_PERCENT, cap.percentBps), amount: typedText(CAP_AMOUNT, cap.absolute) };
}

/** A profile as the form shows it. */
export function draftOf(written: WrittenProfile): Draft {
  return {
    fields: Object.fromEntries(PATHS.map((path) => [path, typedText(path, valueAt(written, path))])),
    instrumentCaps: written.instrumentCaps.map(({ symbol, cap }) => capRow(symbol, cap)),
    quoteCaps: written.quoteCaps.map(({ asset, cap }) => capRow(asset, cap)),
    windows: written.schedule.windows.map(({ fromMinute, toMinute }) => ({ from: typedClock(fromMinute), to: typedClock(toMinute) })),
  };
}

type WrittenCapRow = { readonly percentBps?: FieldValue; readonly absolute?: FieldValue };

function writtenCap({ percent, amount }: CapRow): WrittenCapRow {
  const [percentBps, absolute] = [storedValue(CAP_PERCENT, percent), storedValue(CAP_AMOUNT, amount)];
  return { ...(percentBps === undefined ? {} : { percentBps }), ...(absolute === undefined ? {} : { absolute }) };
}

/** The written profile of a draft: what the form does not ask stays as it was, what is emptied is no longer stated. */
export function writtenOf(base: WrittenProfile, draft: Draft): Readonly<Record<string, unknown>> {
  const written = new Map<string, unknown>(Object.entries(base));
  for (const path of PATHS) {
    const [group = "", field] = path.split(".");
    const value = storedValue(path, draft.fields[path] ?? "");
    if (field === undefined) {
      if (value === undefined) written.delete(group);
      else written.set(group, value);
      continue;
    }
    const outer = written.get(group);
    const { [field]: _, ...rest } = isRecord(outer) ? outer : {};
    written.set(group, value === undefined ? rest : { ...rest, [field]: value });
  }
  const schedule = written.get("schedule");
  const windows = draft.windows.map(({ from, to }) => ({ fromMinute: minuteOfClock(from), toMinute: minuteOfClock(to) }));
  return {
    ...Object.fromEntries(written),
    instrumentCaps: draft.instrumentCaps.map((row) => ({ symbol: row.owner, cap: writtenCap(row) })),
    quoteCaps: draft.quoteCaps.map((row) => ({ asset: row.owner, cap: writtenCap(row) })),
    schedule: { ...(isRecord(schedule) ? schedule : {}), windows },
  };
}
