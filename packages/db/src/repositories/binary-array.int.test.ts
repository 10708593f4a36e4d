import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";
import { binaryArray, type ElementType } from "./binary-array.ts";

const database = await testDatabase();
const { engine } = database.pools;
afterAll(database.drop);

async function readBack(type: ElementType, values: readonly unknown[]): Promise<(string | null)[]> {
  const { rows } = await engine.query<{ value: string | null }>(
    `select value::text from unnest($1::${type}[]) with ordinality as u(value, n) order by n`,
    [binaryArray(type, values)],
  );
  return rows.map(({ value }) => value);
}

const FIRST = "00000000-0000-8000-8000-000000000001";
const OTHER = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const UUIDS = [FIRST, OTHER];
const MIXED_UUID = "ABCDEFab-cdef-8000-8000-0123456789aB";
const NUMERICS = ["0", "-1", "9999", "10000", "-10001", "100000000", "1000020003", "-12345678901234567890123456789012345678"];
/** Longer than a slab. */
const LONG = new Uint8Array(600_000).fill(7);
const INT8S = ["0", "-1", "4294967295", "4294967296", "-4294967297", "9007199254740991", "-9007199254740991"];

describe("a binary array", () => {
  test.each<[ElementType, readonly unknown[], readonly (string | null)[]]>([
    ["bool", [true, null, false], ["true", null, "false"]],
    ["bytea", [new Uint8Array(), null, new Uint8Array([0, 255])], ["\\x", null, "\\x00ff"]],
    ["int2", [0, -32_768, 32_767], ["0", "-32768", "32767"]],
    ["int4", [0, -2_147_483_648, 2_147_483_647], ["0", "-2147483648", "2147483647"]],
    ["int8", [...INT8S.map(Number), null], [...INT8S, null]],
    ["text", ["", "NULL", null, 'a,"b"\\', "Zürich", "é".repeat(200)], ["", "NULL", null, 'a,"b"\\', "Zürich", "é".repeat(200)]],
    ["numeric", [...NUMERICS, null], [...NUMERICS, null]],
    ["uuid", [...UUIDS, null, MIXED_UUID], [...UUIDS, null, MIXED_UUID.toLowerCase()]],
    ["uuid", [FIRST, FIRST, null, FIRST, OTHER], [FIRST, FIRST, null, FIRST, OTHER]],
    ["text", ["hour", "hour", null, null, "hour", "", ""], ["hour", "hour", null, null, "hour", "", ""]],
    ["bytea", [LONG, LONG], [LONG, LONG].map((bytes) => `\\x${"07".repeat(bytes.length)}`)],
    ["bytea", [LONG], [`\\x${"07".repeat(LONG.length)}`]],
    ["text", [], []],
  ])("of %s says what its values are", async (type, values, texts) => {
    expect(await readBack(type, values)).toEqual(texts);
  });

  test("is not written over by the next, nor hurt by one that was refused", async () => {
    const first = binaryArray("text", ["first"]);
    expect(() => binaryArray("text", ["left behind", 1])).toThrow();
    binaryArray("text", ["second"]);
    const { rows } = await engine.query<{ value: string }>("select unnest($1::text[]) as value", [first]);
    expect(rows).toEqual([{ value: "first" }]);
  });

  test.each<[ElementType, unknown]>([
    ["int8", 2 ** 53],
    ["int8", "1"],
    ["int4", 2 ** 31],
    ["int4", 1.5],
    ["int2", 40_000],
    ["bool", 1],
    ["bytea", "00"],
    ["text", 1],
    ["numeric", ""],
    ["numeric", "-"],
    ["numeric", "1.5"],
    ["numeric", 1n],
    ["uuid", "not a uuid"],
    ["uuid", "00000000-0000-8000-8000-0000000000010"],
    ["uuid", "00000000-0000-8000-8000-00000000000g"],
    ["uuid", "00000000-0000-8000-8000-00000000000é"],
    ["uuid", "00000000_0000-8000-8000-000000000001"],
    ["uuid", "000000000000-8000-8000-0000-0000000000"],
    ["uuid", undefined],
  ])("of %s refuses %s", (type, value) => {
    expect(() => binaryArray(type, [value])).toThrow();
  });
});
