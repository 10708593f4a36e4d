import { decimalLength, writeDecimal } from "./decimal-text.ts";
import { OPTIONAL_DOUBLE_BYTES, refuseUncanonicalDouble, writeOptionalDouble } from "./packed-doubles.ts";

/**
 * The canonical form: the bytes that are hashed.
 *
 * Every value is written by type with its length in front where it has one, little-endian, so two
 * different values never share bytes. Doubles are their 8 IEEE bytes; NaN, infinities and −0 are
 * refused, because JSON would have lost the difference and replay would not.
 */

const INITIAL_BYTES = 512;
const BYTES_MAX = 64 * 1024 * 1024;
const WORD = 0x1_0000_0000;
const ASCII_MAX = 0x7f;
const SHORT_TEXT_BYTES = 48;
const TEXT_ENCODER = new TextEncoder();
// A byte order mark is text like any other: dropped, it would make two texts one.
const TEXT_DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
const LENGTH_BYTES = 4;

/** Appends values in canonical form; `finish` returns a copy, `reset` makes the writer ready for the next. */
export class CanonicalWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  /** `initialBytes` spares growing where the size is known; it never shows in what is written. */
  constructor(initialBytes = INITIAL_BYTES) {
    this.#bytes = new Uint8Array(initialBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Makes room and gives its offset. It may replace the buffer: reserve first, then touch `#bytes` or `#view`. */
  #reserve(count: number): number {
    const offset = this.#length;
    const needed = offset + count;
    if (needed > this.#bytes.length) {
      if (needed > BYTES_MAX) throw new RangeError(`canonical form exceeds ${BYTES_MAX} bytes`);
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = needed;
    return offset;
  }

  u8(value: number): this {
    if (!Number.isInteger(value) || value < 0 || value > 0xff) throw new RangeError(`not a u8: ${value}`);
    const offset = this.#reserve(1);
    this.#view.setUint8(offset, value);
    return this;
  }

  bool(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }

  u32(value: number): this {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError(`not a u32: ${value}`);
    const offset = this.#reserve(4);
    this.#view.setUint32(offset, value, true);
    return this;
  }

  /** A safe integer as 8 bytes: times in ms, sequence numbers. */
  i64(value: number): this {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
    const high = Math.floor(value / WORD);
    const offset = this.#reserve(8);
    this.#view.setUint32(offset, value - high * WORD, true);
    this.#view.setInt32(offset + 4, high, true);
    return this;
  }

  f64(value: number): this {
    refuseUncanonicalDouble(value);
    const offset = this.#reserve(8);
    this.#view.setFloat64(offset, value, true);
    return this;
  }

  /** Doubles one behind the other, each with its presence byte, as `option` writes them; their count is not written. */
  doubles(values: readonly (number | undefined)[]): this {
    let offset = this.#reserve(values.length * OPTIONAL_DOUBLE_BYTES);
    for (const value of values) {
      if (value !== undefined) refuseUncanonicalDouble(value);
      offset = writeOptionalDouble(this.#view, offset, value ?? NaN);
    }
    this.#length = offset;
    return this;
  }

  /** 16-bit integers, as `bytes` writes two bytes of each. */
  shorts(values: Int16Array): this {
    const offset = this.#reserveWithLength(values.byteLength);
    for (let index = 0; index < values.length; index += 1) this.#view.setInt16(offset + index * 2, values[index] ?? 0, true);
    return this;
  }

  /** Makes room for so many bytes with their count in front, writes the count, and gives the offset behind it. */
  #reserveWithLength(count: number): number {
    const offset = this.#reserve(LENGTH_BYTES + count);
    this.#view.setUint32(offset, count, true);
    return offset + LENGTH_BYTES;
  }

  bytes(value: Uint8Array): this {
    const offset = this.#reserveWithLength(value.length);
    this.#bytes.set(value, offset);
    return this;
  }

  /** UTF-8, of which ASCII is the common case: it needs no second buffer. */
  text(value: string): this {
    const offset = this.#reserveWithLength(value.length);
    const bytes = this.#bytes;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > ASCII_MAX) return this.#wideText(value, offset - LENGTH_BYTES);
      bytes[offset + index] = code;
    }
    return this;
  }

  /** A text beyond ASCII. A lone surrogate is refused: its encoding is U+FFFD, which another text has too. */
  #wideText(value: string, start: number): this {
    this.#length = start;
    if (!value.isWellFormed()) throw new RangeError("not canonical: a text with a lone surrogate");
    return this.bytes(TEXT_ENCODER.encode(value));
  }

  /** An integer of any size, as the decimal text of its units. */
  units(value: bigint): this {
    // What is beyond the safe integers becomes no safe one: a safe double is the value itself.
    const number = Number(value);
    if (!Number.isSafeInteger(number)) return this.text(value.toString());
    const offset = this.#reserveWithLength(decimalLength(number));
    writeDecimal(this.#bytes, offset, number);
    return this;
  }

  /** A presence byte, then the value where there is one. */
  option<T>(value: T | undefined, write: (value: T) => void): this {
    this.bool(value !== undefined);
    if (value !== undefined) write(value);
    return this;
  }

  list<T>(values: readonly T[], write: (value: T, index: number) => void): this {
    this.u32(values.length);
    values.forEach(write);
    return this;
  }

  /** Bytes of a canonical form that was written before, as they are. */
  again(bytes: Uint8Array, from: number, to: number): this {
    if (from === to) return this;
    const offset = this.#reserve(to - from);
    this.#bytes.set(bytes.subarray(from, to), offset);
    return this;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** What is written so far, without a copy: for who hashes it at once. The next write or reset overwrites it. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  reset(): this {
    this.#length = 0;
    return this;
  }
}

/** The bytes of one canonical form. */
export function canonicalBytes(write: (writer: CanonicalWriter) => void, initialBytes = INITIAL_BYTES): Uint8Array {
  const writer = new CanonicalWriter(initialBytes);
  write(writer);
  return writer.finish();
}

/** What `take` makes of the bytes of one canonical form: a hash. They are not copied; with a writer of its own a caller spares its making. */
export function fromCanonical<T>(write: (writer: CanonicalWriter) => void, take: (bytes: Uint8Array) => T, own?: CanonicalWriter): T {
  const writer = own?.reset() ?? new CanonicalWriter();
  write(writer);
  return take(writer.view());
}

/** Reads what CanonicalWriter wrote; running past the end or trailing bytes are errors, never defaults. */
export class CanonicalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(count: number): number {
    const offset = this.#offset;
    if (offset + count > this.#bytes.length)
      throw new RangeError(`canonical form ends at byte ${this.#bytes.length}, wanted ${offset + count}`);
    this.#offset = offset + count;
    return offset;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  bool(): boolean {
    const value = this.u8();
    if (value > 1) throw new RangeError(`not a boolean byte: ${value}`);
    return value === 1;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i64(): number {
    const offset = this.#take(8);
    const value = this.#view.getInt32(offset + 4, true) * WORD + this.#view.getUint32(offset, true);
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
    return value;
  }

  f64(): number {
    const value = this.#view.getFloat64(this.#take(8), true);
    refuseUncanonicalDouble(value);
    return value;
  }

  bytes(): Uint8Array {
    const length = this.u32();
    const offset = this.#take(length);
    return this.#bytes.slice(offset, offset + length);
  }

  text(): string {
    const length = this.u32();
    const offset = this.#take(length);
    return this.#shortAscii(offset, length) ?? TEXT_DECODER.decode(this.#bytes.subarray(offset, offset + length));
  }

  /** The common case without a decoder's call; undefined where the text is long or not ASCII. */
  #shortAscii(offset: number, length: number): string | undefined {
    if (length > SHORT_TEXT_BYTES) return undefined;
    let text = "";
    for (let index = offset; index < offset + length; index += 1) {
      const code = this.#bytes[index] ?? ASCII_MAX + 1;
      if (code > ASCII_MAX) return undefined;
      text += String.fromCharCode(code);
    }
    return text;
  }

  units(): bigint {
    const text = this.text();
    if (!INTEGER.test(text)) throw new RangeError(`not canonical units: ${text}`);
    return BigInt(text);
  }

  option<T>(read: () => T): T | undefined {
    return this.bool() ? read() : undefined;
  }

  list<T>(read: () => T): T[] {
    const length = this.u32();
    if (length > this.#bytes.length) throw new RangeError(`list of ${length} in ${this.#bytes.length} bytes`);
    const values: T[] = [];
    for (let index = 0; index < length; index += 1) values.push(read());
    return values;
  }

  end(): void {
    if (this.#offset !== this.#bytes.length)
      throw new RangeError(`${this.#bytes.length - this.#offset} bytes after the end of the canonical form`);
  }
}
