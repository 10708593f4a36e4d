/** Formats whose files are read. */
export type ReadKind = "gzip" | "zip" | "parquet";

export type KnownFormat = { readonly name: string; readonly kind?: ReadKind };

/** Bytes that are needed to know any of them. */
export const HEAD_BYTES = 16;

const latin = (text: string): readonly number[] => [...Buffer.from(text, "latin1")];

/** First bytes of the formats that people have bars in or rename by mistake. A ZIP without entries begins otherwise than one with. */
const FORMATS: readonly (readonly [head: readonly number[], format: KnownFormat])[] = [
  [[0x1f, 0x8b], { name: "a gzip file", kind: "gzip" }],
  [latin("PK\x03\x04"), { name: "a ZIP archive", kind: "zip" }],
  [latin("PK\x05\x06"), { name: "a ZIP archive", kind: "zip" }],
  [latin("PAR1"), { name: "a Parquet file", kind: "parquet" }],
  [latin("PARE"), { name: "an encrypted Parquet file" }],
  [latin("ARROW1"), { name: "an Arrow (Feather) file" }],
  [latin("FEA1"), { name: "a Feather file" }],
  [latin("ORC"), { name: "an ORC file" }],
  [latin("Obj\x01"), { name: "an Avro file" }],
  [latin("BZh"), { name: "a bzip2 file" }],
  [latin("\xfd7zXZ\x00"), { name: "an xz file" }],
  [latin("\x28\xb5\x2f\xfd"), { name: "a Zstandard file" }],
  [latin("\x04\x22\x4d\x18"), { name: "an LZ4 file" }],
  [latin("7z\xbc\xaf\x27\x1c"), { name: "a 7z archive" }],
  [latin("Rar!"), { name: "a RAR archive" }],
  [latin("SQLite format 3"), { name: "an SQLite database" }],
  [latin("\x89HDF"), { name: "an HDF5 file" }],
  [latin("\xd0\xcf\x11\xe0"), { name: "an old Excel workbook" }],
  [latin("%PDF"), { name: "a PDF" }],
  [latin("\x89PNG"), { name: "a picture" }],
  [[0xff, 0xfe], { name: "a text in UTF-16" }],
  [[0xfe, 0xff], { name: "a text in UTF-16" }],
];

/** What content is by its first bytes; a file's name proves nothing. Undefined where it may be text. */
export function knownFormat(head: Uint8Array): KnownFormat | undefined {
  return FORMATS.find(([magic]) => magic.every((byte, index) => head[index] === byte))?.[1];
}

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const DELETE = 127;

/** Where a byte stands that no text has; undefined where all of them may be text. */
export function firstControlByte(bytes: Uint8Array): number | undefined {
  const at = bytes.findIndex((byte) => (byte < SPACE && byte !== TAB && byte !== NEWLINE && byte !== CARRIAGE_RETURN) || byte === DELETE);
  return at < 0 ? undefined : at;
}
