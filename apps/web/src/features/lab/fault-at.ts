/** A fault at a field or at a part of it: `folds.purgeBars` belongs to `folds` where that is one control. */
export function faultAt(faults: ReadonlyMap<string, string>, field: string): string | undefined {
  const own = faults.get(field);
  if (own !== undefined) return sentence(own);
  const part = [...faults].find(([path]) => path.startsWith(`${field}.`));
  return part === undefined ? undefined : sentence(part[1]);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Faults at none of the fields that the form shows: they stand beneath it, with their names. */
export function otherFaults(faults: ReadonlyMap<string, string>, shown: readonly string[]): readonly string[] {
  return [...faults]
    .filter(([field]) => !shown.some((name) => field === name || field.startsWith(`${name}.`)))
    .map(([field, message]) => `${field}: ${message}`);
}
