import { DatabaseError } from "pg";

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

/** Classes of SQLSTATE with which Postgres refuses the rows themselves: bad data, constraints, and what our own triggers raise. */
const REFUSED_ROWS = /^(22|23|BL|P0)/;

/** Whether a batch would fail in the same way for ever. A lost connection, a deadlock or a lost claim would not. */
export function isBroken(error: unknown): error is Error {
  if (error instanceof BookBroken) return true;
  return error instanceof DatabaseError && error.code !== undefined && REFUSED_ROWS.test(error.code);
}

export type Isolated<Item, Result> = {
  /** Does the whole of a batch or nothing of it. */
  readonly work: (batch: readonly Item[]) => Promise<readonly Result[]>;
  /** Told of each item that fails by itself. */
  readonly onBroken: (item: Item, error: Error) => Promise<void>;
};

/**
 * Works on a batch as one. Where it fails for what is in it, it is halved until what fails stands
 * alone, so that one broken book costs its neighbours a few tries and nothing else. Failures of the
 * world are thrown as they are: the job is tried again.
 */
export async function isolateBroken<Item, Result>(batch: readonly Item[], of: Isolated<Item, Result>): Promise<Result[]> {
  if (batch.length === 0) return [];
  try {
    return [...(await of.work(batch))];
  } catch (error) {
    if (!isBroken(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      await of.onBroken(only, error);
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    return [...(await isolateBroken(batch.slice(0, middle), of)), ...(await isolateBroken(batch.slice(middle), of))];
  }
}
