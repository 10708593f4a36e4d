/**
 * Arrays of parameters in Postgres' binary format. A batch of 250 receipts is half a megabyte as text,
 * most of it hex: writing and parsing that took a third of a cycle's time on either side of the wire.
 */

/** Element types, by their fixed ids in every Postgres. */
const TYPE_IDS = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, numeric: 1700, uuid: 2950 } as const;

export type ElementType = keyof typeof TYPE_IDS;

/** Parameters of one commit are cut from a few of these: an allocation for each column costs more than its bytes. */
const SLAB_BYTES = 256 * 1024;
const NULL_LENGTH = -1;
const ASCII_MAX = 0x7f;
const UUID_BYTES = 16;
const UUID_TEXT_LENGTH = 36;
const TWO_TO_32 = 2 ** 32;
/** Text that is copied byte by byte; a longer one is worth a call of the encoder. */
const SHORT_TEXT_MAX = 64;

const ZERO = 0x30;
const NINE = 0x39;
const DASH = 0x2d;
/** Digits of one unit of a numeric's binary form: base 10,000. */
const DIGITS_PER_UNIT = 4;
const NUMERIC_NEGATIVE = 0x4000;

const NO_DIGIT = 0xff;
/** Hex digits by their character; both cases. */
const HEX_DIGITS = Uint8Array.from({ length: ASCII_MAX + 1 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? NO_DIGIT : digit;
});

/** Where the bytes of one array after the other are written; what was cut off is never written again. */
class Slab {
  #buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  /** Begins an array anew: what an array that was refused left behind is dropped. */
  begin(): void {
    this.#end = this.#start;
  }

  /** Where `count` more bytes begin, and the buffer that holds them. */
  reserve(count: number): { readonly buffer: Buffer; readonly at: number } {
    if (this.#end + count > this.#buffer.length) this.#grow(count);
    const at = this.#end;
    this.#end += count;
    return { buffer: this.#buffer, at };
  }

  /** Where the next byte goes, from the beginning of the array: what was written may still move. */
  length(): number {
    return this.#end - this.#start;
  }

  /** Writes again what stands from `from` to the end of the array's first `to` bytes. */
  repeat(from: number, to: number): void {
    const { buffer, at } = this.reserve(to - from);
    buffer.copyWithin(at, this.#start + from, this.#start + to);
  }

  /** Gives the last bytes back. */
  release(count: number): void {
    this.#end -= count;
  }

  int32(value: number): void {
    const { buffer, at } = this.reserve(4);
    buffer.writeInt32BE(value, at);
  }

  /** Cuts off the array that was begun. */
  cut(): Buffer {
    const array = this.#buffer.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return array;
  }

  #grow(count: number): void {
    const length = this.#end - this.#start;
    const grown = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (length + count)));
    this.#buffer.copy(grown, 0, this.#start, this.#end);
    this.#buffer = grown;
    this.#start = 0;
    this.#end = length;
  }
}

const slab = new Slab();

function refuse(type: ElementType, value: unknown): never {
  throw new TypeError(`${typeof value} ${String(value)} is no ${type}`);
}

function textOf(type: ElementType, value: unknown): string {
  return typeof value === "string" ? value : refuse(type, value);
}

function integerOf(type: ElementType, value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : refuse(type, value);
}

function writeBytes(bytes: Slab, value: unknown): void {
  if (!(value instanceof Uint8Array)) refuse("bytea", value);
  const { buffer, at } = bytes.reserve(4 + value.length);
  buffer.writeInt32BE(value.length, at);
  buffer.set(value, at + 4);
}

/** Whether the text was copied as ASCII; where it is not, the bytes at `at` mean nothing. */
function copyAscii(buffer: Buffer, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > ASCII_MAX) return false;
    buffer[at + index] = code;
  }
  return true;
}

function writeText(bytes: Slab, value: unknown): void {
  const text = textOf("text", value);
  if (text.length <= SHORT_TEXT_MAX) {
    const { buffer, at } = bytes.reserve(4 + text.length);
    buffer.writeInt32BE(text.length, at);
    if (copyAscii(buffer, at + 4, text)) return;
    bytes.release(4 + text.length);
  }
  writeBytes(bytes, Buffer.from(text, "utf8"));
}

function writeUuid(bytes: Slab, value: unknown): void {
  const text = textOf("uuid", value);
  if (text.length !== UUID_TEXT_LENGTH) refuse("uuid", value);
  const { buffer, at } = bytes.reserve(4 + UUID_BYTES);
  buffer.writeInt32BE(UUID_BYTES, at);
  let to = at + 4;
  let isHex = true;
  for (let index = 0; index < UUID_TEXT_LENGTH; index += 2) {
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      isHex &&= text.charCodeAt(index) === DASH;
      index += 1;
    }
    const high = HEX_DIGITS[text.charCodeAt(index)] ?? NO_DIGIT;
    const low = HEX_DIGITS[text.charCodeAt(index + 1)] ?? NO_DIGIT;
    isHex &&= high !== NO_DIGIT && low !== NO_DIGIT;
    buffer[to] = (high << 4) | low;
    to += 1;
  }
  if (!isHex) refuse("uuid", value);
}

function writeInt8(bytes: Slab, value: unknown): void {
  const units = integerOf("int8", value);
  const { buffer, at } = bytes.reserve(12);
  buffer.writeInt32BE(8, at);
  buffer.writeInt32BE(Math.floor(units / TWO_TO_32), at + 4);
  buffer.writeUInt32BE(units >>> 0, at + 8);
}

function writeInt4(bytes: Slab, value: unknown): void {
  const { buffer, at } = bytes.reserve(8);
  buffer.writeInt32BE(4, at);
  buffer.writeInt32BE(integerOf("int4", value), at + 4);
}

function writeInt2(bytes: Slab, value: unknown): void {
  const { buffer, at } = bytes.reserve(6);
  buffer.writeInt32BE(2, at);
  buffer.writeInt16BE(integerOf("int2", value), at + 4);
}

function writeBool(bytes: Slab, value: unknown): void {
  if (typeof value !== "boolean") refuse("bool", value);
  const { buffer, at } = bytes.reserve(5);
  buffer.writeInt32BE(1, at);
  buffer[at + 4] = value ? 1 : 0;
}

/** Whole units as decimal digits: how many base-10,000 digits, the power of the first, sign, no decimals, the digits. */
function writeNumeric(bytes: Slab, value: unknown): void {
  const text = textOf("numeric", value);
  const isNegative = text.charCodeAt(0) === DASH;
  const first = isNegative ? 1 : 0;
  const digits = text.length - first;
  if (digits === 0) refuse("numeric", value);
  const count = Math.ceil(digits / DIGITS_PER_UNIT);
  const size = 8 + 2 * count;
  const { buffer, at } = bytes.reserve(4 + size);
  buffer.writeInt32BE(size, at);
  buffer.writeInt16BE(count, at + 4);
  buffer.writeInt16BE(count - 1, at + 6);
  buffer.writeInt16BE(isNegative ? NUMERIC_NEGATIVE : 0, at + 8);
  buffer.writeInt16BE(0, at + 10);
  let unit = 0;
  for (let index = first; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) refuse("numeric", value);
    unit = unit * 10 + code - ZERO;
    const left = text.length - 1 - index;
    if (left % DIGITS_PER_UNIT !== 0) continue;
    buffer.writeInt16BE(unit, at + 4 + size - 2 * (left / DIGITS_PER_UNIT) - 2);
    unit = 0;
  }
}

const WRITERS: { readonly [Type in ElementType]: (bytes: Slab, value: unknown) => void } = {
  bool: writeBool,
  bytea: writeBytes,
  int2: writeInt2,
  int4: writeInt4,
  int8: writeInt8,
  numeric: writeNumeric,
  text: writeText,
  uuid: writeUuid,
};

/** "May hold nulls": to know it beforehand, each value would be made twice. */
const MAY_HOLD_NULLS = 1;

/**
 * The parameter of `$n::<type>[]` that holds `value` of each row: one dimension, nulls where a value is
 * null. int8 and smaller are safe integers, numeric is text of whole units, uuid is text. Anything else
 * throws.
 */
export function binaryColumn<Row>(type: ElementType, rows: readonly Row[], value: (row: Row) => unknown): Buffer {
  slab.begin();
  slab.int32(rows.length === 0 ? 0 : 1);
  slab.int32(MAY_HOLD_NULLS);
  slab.int32(TYPE_IDS[type]);
  if (rows.length === 0) return slab.cut();
  slab.int32(rows.length);
  slab.int32(1);
  const write = WRITERS[type];
  // Rows come book by book and commits hold one workspace: most values equal the one before, and to
  // parse an id takes longer than to copy it.
  let last: unknown = null;
  let lastFrom = 0;
  let lastTo = 0;
  for (const row of rows) {
    const next = value(row);
    if (next === null) slab.int32(NULL_LENGTH);
    else if (next === last) slab.repeat(lastFrom, lastTo);
    else {
      lastFrom = slab.length();
      write(slab, next);
      lastTo = slab.length();
      last = next;
    }
  }
  return slab.cut();
}

const itself = (value: unknown): unknown => value;

/** The same of values as they stand. */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  return binaryColumn(type, values, itself);
}
