/** The first place where two values differ, each side in words. */
export type FieldDifference = { readonly field: string; readonly stored: string; readonly replayed: string };

const WORDS_MAX = 200;

function shown(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return ArrayBuffer.isView(value) ? hexOf(value) : value;
}

function hexOf(view: ArrayBufferView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("hex");
}

/** A value as a person reads it: numbers as they are, bytes in hex, lists and objects in short. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (value === "") return "an empty text";
  if (Object.is(value, -0)) return "-0";
  const plain = shown("", value);
  const text = typeof plain === "string" ? plain : JSON.stringify(plain, shown);
  return text.length > WORDS_MAX ? `${text.slice(0, WORDS_MAX)}…` : text;
}

/** What an error says, whatever realm it was thrown in. */
export function messageOf(error: unknown): string {
  return error instanceof Error || (typeof error === "object" && error !== null && "message" in error)
    ? String(error.message)
    : String(error);
}

export function isSameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

function inside(field: string, name: string): string {
  return field === "" ? name : `${field}.${name}`;
}

function listDifference(field: string, stored: readonly unknown[], replayed: readonly unknown[]): FieldDifference | undefined {
  for (let index = 0; index < Math.max(stored.length, replayed.length); index += 1) {
    const found = firstDifference(`${field}[${index}]`, stored[index], replayed[index]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Walks two values of plain data side by side and names the first place where they differ. Objects of
 * another realm are plain data too, so nothing is asked of their prototypes.
 */
export function firstDifference(field: string, stored: unknown, replayed: unknown): FieldDifference | undefined {
  if (Object.is(stored, replayed)) return undefined;
  if (Array.isArray(stored) && Array.isArray(replayed)) return listDifference(field, stored, replayed);
  if (ArrayBuffer.isView(stored) && ArrayBuffer.isView(replayed)) {
    if (hexOf(stored) === hexOf(replayed)) return undefined;
  } else if (isRecord(stored) && isRecord(replayed)) {
    for (const name of new Set([...Object.keys(stored), ...Object.keys(replayed)])) {
      const found = firstDifference(inside(field, name), stored[name], replayed[name]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return { field, stored: valueText(stored), replayed: valueText(replayed) };
}
