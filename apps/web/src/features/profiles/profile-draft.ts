import type { WrittenProfile } from "../shell/answers.ts";
import { PROFILE_GROUPS, storedValue, typedText, type FieldValue } from "./profile-fields.ts";

/** What stands in the form, by path, as typed. */
export type Draft = Readonly<Record<string, string>>;

const PATHS: readonly string[] = PROFILE_GROUPS.flatMap(({ fields }) => Object.keys(fields));

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(written: WrittenProfile, path: string): FieldValue {
  const [group = "", field] = path.split(".");
  const outer: unknown = Object.entries(written).find(([name]) => name === group)?.[1];
  const value: unknown = field === undefined ? outer : isRecord(outer) ? outer[field] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** A profile as the form shows it. */
export function draftOf(written: WrittenProfile): Draft {
  return Object.fromEntries(PATHS.map((path) => [path, typedText(path, valueAt(written, path))]));
}

/** The written profile of a draft: what the form does not ask stays as it was, what is emptied is no longer stated. */
export function writtenOf(base: WrittenProfile, draft: Draft): Readonly<Record<string, unknown>> {
  const written = new Map<string, unknown>(Object.entries(base));
  for (const path of PATHS) {
    const [group = "", field] = path.split(".");
    const value = storedValue(path, draft[path] ?? "");
    if (field === undefined) {
      if (value === undefined) written.delete(group);
      else written.set(group, value);
      continue;
    }
    const outer = written.get(group);
    const { [field]: _, ...rest } = isRecord(outer) ? outer : {};
    written.set(group, value === undefined ? rest : { ...rest, [field]: value });
  }
  return Object.fromEntries(written);
}
