/** Names further away than this, or than half their length, are no help. */
const DISTANCE_MAX = 3;

/** Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment). */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwap = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

/** The known name that was most likely meant; undefined where none is near. Case does not count. */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance =
      name.toLowerCase().startsWith(written.toLowerCase()) && written.length >= 2
        ? 0
        : editDistance(written.toLowerCase(), name.toLowerCase());
    const limit = Math.min(DISTANCE_MAX, Math.ceil(Math.max(written.length, name.length) / 2));
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** ` Did you mean X?` or nothing, to end a message with. */
export function suggestion(written: string, known: readonly string[]): string {
  const name = nearestName(written, known);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}
