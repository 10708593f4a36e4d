import { sha256 } from "../../ports/sha256.ts";
import { isSameBytes, type FieldDifference } from "./first-difference.ts";

/** Stored content as replay found it: nothing else may stand in for what a hash names. */
export type Shelved<Row> =
  | { readonly row: Row; readonly fault: undefined }
  | {
      readonly row: undefined;
      readonly fault: FieldDifference;
      /** What stands there under another's name; undefined where nothing does. */
      readonly forged: Row | undefined;
    };

type Content = { readonly hash: Uint8Array; readonly body: Uint8Array };

/** A hash in hex, written by the host. */
export function nameOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString("hex");
}

/** What is kept is forgotten as a whole when it is too much: all of it can be read again. */
const KEPT_MAX = 20_000;

/**
 * Content of one kind by the place that it is stored under, each read once and compared with the hash that
 * names it. A row is kept by its place, not by its hash alone: the same content may stand in two places,
 * and be forged in one of them.
 */
export class ContentShelf<Row extends Content> {
  readonly #what: string;
  readonly #shelved = new Map<string, Shelved<Row>>();

  constructor(what: string) {
    this.#what = what;
  }

  /** Of these places, those that have to be read. */
  unread<Key>(keys: readonly Key[], placeOf: (key: Key) => string): Key[] {
    if (this.#shelved.size > KEPT_MAX) this.#shelved.clear();
    const wanted = new Map(keys.map((key) => [placeOf(key), key]));
    for (const place of wanted.keys()) if (this.#shelved.has(place)) wanted.delete(place);
    return [...wanted.values()];
  }

  /** Puts a row into its place; what is wrong with it, where its bytes are not those of its name. */
  put(place: string, row: Row): FieldDifference | undefined {
    const found = sha256(row.body);
    if (isSameBytes(found, row.hash)) {
      this.#shelved.set(place, { row, fault: undefined });
      return undefined;
    }
    const fault = {
      field: `${this.#what}.body`,
      stored: `bytes that hash to ${nameOf(found)}`,
      replayed: `bytes that hash to ${nameOf(row.hash)}`,
    };
    this.forge(place, row, fault);
    return fault;
  }

  /** Marks what is stored in a place as not what its name says. */
  forge(place: string, forged: Row, fault: FieldDifference): void {
    this.#shelved.set(place, { row: undefined, fault, forged });
  }

  /** What stands in a place that was read; `field` says where a receipt names it. */
  get(place: string, named: { readonly field: string; readonly hash: Uint8Array }): Shelved<Row> {
    const stored = `${nameOf(named.hash)}, under which no ${this.#what} is stored`;
    const fault = { field: named.field, stored, replayed: `a stored ${this.#what}` };
    return this.#shelved.get(place) ?? { row: undefined, fault, forged: undefined };
  }
}
