import type { ColumnMetaData, DataReader, PageHeader } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";

/** Whole numbers or doubles of a column, in the order of its rows. */
export type NumberColumn = Float64Array | BigInt64Array;

/** A column of a row group: its bytes in the file, how many rows it has, and whether a row may have no value. */
export type ColumnChunkBytes = {
  readonly meta: ColumnMetaData;
  readonly bytes: ArrayBuffer;
  readonly rows: number;
  readonly isOptional: boolean;
};

/** The values of a data page behind its levels, and how they are encoded. */
type PageValues = { readonly reader: DataReader; readonly count: number; readonly encoding: string };

const readerOf = (page: Uint8Array): DataReader => ({ view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 });

/** Whether every row of a page has its value; the reader stands behind the levels then. */
function hasAllValues(reader: DataReader, count: number, bytes?: number): boolean {
  const levels = new Uint8Array(count);
  readRleBitPackedHybrid(reader, 1, levels, bytes);
  return levels.every((level) => level === 1);
}

/** The values of a page; undefined where a row has none. */
function valuesOf(header: PageHeader, compressed: Uint8Array, { meta, isOptional }: ColumnChunkBytes): PageValues | undefined {
  const { codec } = meta;
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (first !== undefined) {
    const reader = readerOf(decompressPage(compressed, header.uncompressed_page_size, codec, compressors));
    if (isOptional && !hasAllValues(reader, first.num_values)) return undefined;
    return { reader, count: first.num_values, encoding: first.encoding };
  }
  if (second === undefined || second.num_nulls > 0 || second.repetition_levels_byte_length > 0) return undefined;
  const levelBytes = second.definition_levels_byte_length;
  const packed = compressed.subarray(levelBytes);
  const page = second.is_compressed ? decompressPage(packed, header.uncompressed_page_size - levelBytes, codec, compressors) : packed;
  return { reader: readerOf(page), count: second.num_values, encoding: second.encoding };
}

/** Columns of one kind only meet: a column and its dictionary are of its type. */
function look<Column extends NumberColumn>(
  into: Column,
  at: number,
  of: { readonly dictionary: Column; readonly places: Int32Array },
): void {
  const { dictionary, places } = of;
  for (let index = 0; index < places.length; index += 1) {
    const value = dictionary[places[index] ?? -1];
    if (value === undefined) throw new RangeError(`a page names entry ${places[index]} of a dictionary of ${dictionary.length}`);
    into[at + index] = value;
  }
}

function lookUp(into: NumberColumn, at: number, of: { readonly dictionary: NumberColumn; readonly places: Int32Array }): void {
  const { dictionary, places } = of;
  if (into instanceof Float64Array && dictionary instanceof Float64Array) look(into, at, { dictionary, places });
  if (into instanceof BigInt64Array && dictionary instanceof BigInt64Array) look(into, at, { dictionary, places });
}

function copyPlain(into: NumberColumn, at: number, values: unknown): boolean {
  if (into instanceof Float64Array && values instanceof Float64Array) into.set(values, at);
  else if (into instanceof BigInt64Array && values instanceof BigInt64Array) into.set(values, at);
  else return false;
  return true;
}

/** The values of a page into their rows; false where its encoding is not one of those that are read here. */
function fill(
  into: NumberColumn,
  at: number,
  page: PageValues & { readonly dictionary: NumberColumn | undefined; readonly type: ColumnMetaData["type"] },
): boolean {
  const { reader, count, encoding, dictionary, type } = page;
  if (encoding === "PLAIN") return copyPlain(into, at, readPlain(reader, type, count, undefined));
  if (dictionary === undefined || !encoding.endsWith("_DICTIONARY")) return false;
  const places = new Int32Array(count);
  const width = reader.view.getUint8(reader.offset);
  reader.offset += 1;
  if (width > 0) readRleBitPackedHybrid(reader, width, places, reader.view.byteLength - reader.offset);
  lookUp(into, at, { dictionary, places });
  return true;
}

function dictionaryOf(header: PageHeader, compressed: Uint8Array, { meta }: ColumnChunkBytes): NumberColumn | undefined {
  const reader = readerOf(decompressPage(compressed, header.uncompressed_page_size, meta.codec, compressors));
  const values = readPlain(reader, meta.type, header.dictionary_page_header?.num_values ?? 0, undefined);
  return values instanceof Float64Array || values instanceof BigInt64Array ? values : undefined;
}

/**
 * The numbers of a flat column of doubles or of 64-bit integers, page by page into one array of their
 * own type: a bar file has millions, and a list of objects of them costs more than all the rest of a
 * backtest. Undefined where a row has no value or a page is encoded otherwise; the library reads such a
 * column as it reads any, and whoever checks the cells names the row.
 */
export function readNumberColumn(chunk: ColumnChunkBytes): NumberColumn | undefined {
  const { meta, bytes, rows } = chunk;
  if (meta.type !== "DOUBLE" && meta.type !== "INT64") return undefined;
  const into = meta.type === "DOUBLE" ? new Float64Array(rows) : new BigInt64Array(rows);
  const reader: DataReader = { view: new DataView(bytes), offset: 0 };
  let dictionary: NumberColumn | undefined;
  let filled = 0;
  while (filled < rows && reader.offset < bytes.byteLength) {
    const header = parquetHeader(reader);
    const compressed = new Uint8Array(bytes, reader.offset, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (header.type === "DICTIONARY_PAGE") {
      dictionary = dictionaryOf(header, compressed, chunk);
      continue;
    }
    const page = valuesOf(header, compressed, chunk);
    if (page === undefined || filled + page.count > rows) return undefined;
    if (!fill(into, filled, { ...page, dictionary, type: meta.type })) return undefined;
    filled += page.count;
  }
  return filled === rows ? into : undefined;
}
