import { writeCampaign } from "../campaign/campaign.ts";
import { CanonicalWriter } from "../numeric/canonical.ts";
import { writeOrder } from "../orders/order-codec.ts";
import { writePosition, writeState, type AccountState } from "./account-state.ts";

/** Canonical bytes of an account's state; they stand until the next state is encoded. */
export type EncodeState = (state: AccountState) => Uint8Array;

/** Room for a state of ten positions with their protections. */
const INITIAL_BYTES = 8_192;

/**
 * Writes lists of which most items are the very objects that were written the time before: the bytes
 * of those are taken over, in runs. What it is given is immutable, so one object is one form.
 */
class RememberedList<T> {
  readonly #writeItem: (writer: CanonicalWriter, item: T) => void;
  #items: readonly T[] = [];
  /** Where each item of the last list ends in its bytes. */
  #ends: readonly number[] = [];
  #bytes = new Uint8Array(INITIAL_BYTES);

  constructor(writeItem: (writer: CanonicalWriter, item: T) => void) {
    this.#writeItem = writeItem;
  }

  write(writer: CanonicalWriter, items: readonly T[]): void {
    writer.u32(items.length);
    const start = writer.length;
    const ends: number[] = [];
    // Items `from` to `to` of the last list are the next ones of this list too, and not written yet.
    let [from, to] = [0, 0];
    let end = 0;
    for (const item of items) {
      if (this.#items[to] !== item) {
        writer.again(this.#bytes, this.#startOf(from), this.#startOf(to));
        const place = this.#items.indexOf(item, to);
        from = to = place < 0 ? to : place;
      }
      if (this.#items[to] === item) {
        end += this.#startOf(to + 1) - this.#startOf(to);
        to += 1;
      } else {
        this.#writeItem(writer, item);
        end = writer.length - start;
      }
      ends.push(end);
    }
    writer.again(this.#bytes, this.#startOf(from), this.#startOf(to));
    this.#items = items;
    this.#ends = ends;
    this.#remember(writer.view().subarray(start));
  }

  #remember(bytes: Uint8Array): void {
    if (bytes.length > this.#bytes.length) this.#bytes = new Uint8Array(bytes.length * 2);
    this.#bytes.set(bytes);
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }
}

/**
 * `encodeAccountState` for a book that goes from slot to slot: of its orders, positions and campaigns
 * few change in one, and only those are written anew. The bytes are the same.
 */
export function stateEncoder(): EncodeState {
  const writer = new CanonicalWriter(INITIAL_BYTES);
  const lists = {
    positions: new RememberedList(writePosition),
    orders: new RememberedList(writeOrder),
    campaigns: new RememberedList(writeCampaign),
  };
  return (state) => {
    writeState(writer.reset(), state, lists);
    return writer.view();
  };
}
