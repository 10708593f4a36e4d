import { isRefusalOfRows } from "@ballast/db/clients/refused-rows";

/** A failure of a book's own: no other try would mend it, and no other book shares it. */
export class BookBroken extends Error {
  constructor(cause: string | Error) {
    super(cause instanceof Error ? cause.message : cause, { cause });
    this.name = "BookBroken";
  }
}

/** Runs what only computes from a book's own rows: where that throws, an invariant of the book is broken. */
export function ofBook<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof BookBroken) throw error;
    throw new BookBroken(error instanceof Error ? error : String(error));
  }
}

/** Whether a batch would fail in the same way for ever. A lost connection, a deadlock or a lost claim would not. */
export function isBroken(error: unknown): error is Error {
  return error instanceof BookBroken || isRefusalOfRows(error);
}

export type Isolated<Item, Result> = {
  /** Does the whole of a batch or nothing of it. */
  readonly work: (batch: readonly Item[]) => Promise<readonly Result[]>;
  /** Told of each item that fails by itself. */
  readonly onBroken: (item: Item, error: Error) => Promise<void>;
};

/** Fewer books may well be broken together; so many at once are not. */
const SUSPICIOUS_BATCH = 5;

type Broken<Item> = { readonly item: Item; readonly error: Error };

/** What became of a batch: results of the items that went through, and those that fail alone. */
async function halve<Item, Result>(
  batch: readonly Item[],
  work: Isolated<Item, Result>["work"],
): Promise<{ readonly results: readonly Result[]; readonly broken: readonly Broken<Item>[] }> {
  try {
    return { results: await work(batch), broken: [] };
  } catch (error) {
    if (!isBroken(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return { results: [], broken: [{ item: only, error }] };
    const middle = Math.ceil(batch.length / 2);
    const first = await halve(batch.slice(0, middle), work);
    const second = await halve(batch.slice(middle), work);
    return { results: [...first.results, ...second.results], broken: [...first.broken, ...second.broken] };
  }
}

/**
 * Works on a batch as one. Where it fails for what is in it, it is halved until what fails stands
 * alone, so that one broken book costs its neighbours a few tries and nothing else. Failures of the
 * world are thrown as they are: the job is tried again.
 *
 * Where every item of a larger batch fails, the fault is ours and not the books': a query or a
 * release is wrong. It is thrown too, because to halt every account for it would be the worse outage.
 */
export async function isolateBroken<Item, Result>(batch: readonly Item[], of: Isolated<Item, Result>): Promise<Result[]> {
  if (batch.length === 0) return [];
  const { results, broken } = await halve(batch, of.work);
  const [first] = broken;
  if (first !== undefined && broken.length === batch.length && batch.length >= SUSPICIOUS_BATCH) throw first.error;
  for (const { item, error } of broken) await of.onBroken(item, error);
  return [...results];
}
