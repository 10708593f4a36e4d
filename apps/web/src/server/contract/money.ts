/**
 * An amount, a quantity or a price as it leaves the server: the integer units as decimal text,
 * the asset they count and the decimals of one unit. Never a float: a browser that adds two of
 * these adds bigints. Prices carry the quote asset and scale 12.
 */
export type Money = { readonly units: string; readonly asset: string; readonly scale: number };

/** A curve of amounts of one asset, ascending by time. */
export type MoneySeries = {
  readonly asset: string;
  readonly scale: number;
  readonly points: readonly { readonly atMs: number; readonly units: string }[];
};

/** One page of a list and where the next begins; undefined at the end. */
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | undefined };
