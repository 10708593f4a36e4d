import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportLines, plainNumber, utcOfMs, type ExportCell, type ExportFormat } from "./export-text.ts";

const COLUMNS = [
  { name: "n", cell: (row: readonly ExportCell[]) => row[0] ?? null },
  { name: "what, so", cell: (row: readonly ExportCell[]) => row[1] ?? null },
];

/** RFC 4180 read back, one character at a time: another program. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let [field, isQuoted] = ["", false];
  for (let at = 0; at < text.length; at += 1) {
    const [char, next] = [text[at] ?? "", text[at + 1]];
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (next === '"') [field, at] = [`${field}"`, at + 1];
      else isQuoted = false;
    } else if (char === '"' && field === "") isQuoted = true;
    else if (char === "," || (char === "\r" && next === "\n")) {
      rows.at(-1)?.push(field);
      field = "";
      if (char === "\r") [at] = [at + 1, rows.push([])];
    } else field += char;
  }
  return rows.slice(0, -1);
}

describe("numbers as text", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e-7, "0.0000001"],
    [-1.25e-10, "-0.000000000125"],
    [1e21, "1000000000000000000000"],
    [-1.5e22, "-15000000000000000000000"],
    [5e-324, `0.${"0".repeat(323)}5`],
  ])("%d is %s", (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });

  it("name the same double, without an exponent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it("are refused where there is none", () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(() => plainNumber(value)).toThrow("no number");
  });
});

describe("times as text", () => {
  it("are those of the host's own calendar", () => {
    expect(utcOfMs(Date.UTC(2024, 1, 29, 23, 59, 59, 7))).toBe("2024-02-29T23:59:59.007Z");
    fc.assert(
      fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }), (date) => {
        expect(utcOfMs(date.getTime())).toBe(date.toISOString());
      }),
    );
  });
});

/** All lines of a table as one text. */
const exportText = (columns: typeof COLUMNS, rows: readonly (readonly ExportCell[])[], format: ExportFormat): string =>
  [...exportLines(columns, rows, format)].join("");

describe("a table as text", () => {
  it("quotes what RFC 4180 wants quoted", () => {
    const rows = [
      [1, 'a "b", c'],
      [null, "line\r\nline"],
      [-2.5, ""],
    ] as const;
    expect(exportText(COLUMNS, rows, "csv")).toBe('n,"what, so"\r\n1,"a ""b"", c"\r\n,"line\r\nline"\r\n-2.5,\r\n');
  });

  it("keeps a spreadsheet from running what somebody named so", () => {
    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"]) {
      const [, row] = readCsv(exportText(COLUMNS, [[1, text]], "csv"));
      expect(row).toEqual(["1", `'${text}`]);
    }
    // Numbers and exact decimals are not text: a loss stays a number.
    expect(exportText(COLUMNS, [[-1, { decimal: "-0.00000001" }]], "csv")).toBe('n,"what, so"\r\n-1,-0.00000001\r\n');
  });

  it("is read back as it was, by another program", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ",", '"', "\r", "\n", ";", "'", " ", "1", "é", "=", "-") });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), text), { maxLength: 10 }), (rows) => {
        const expected = rows.map(([n, words]) => [String(n), /^[=+\-@\t\r\n]/.test(words) ? `'${words}` : words]);
        expect(readCsv(exportText(COLUMNS, rows, "csv")).slice(1)).toEqual(expected);
        const lines = exportText(COLUMNS, rows, "jsonl").split("\n");
        expect(lines.pop()).toBe("");
        expect(lines).toHaveLength(rows.length);
        for (const [index, [n, words]] of rows.entries()) expect(JSON.parse(lines[index] ?? "")).toEqual({ n, "what, so": words });
      }),
    );
  });

  it("says null, booleans and exact decimals in JSON, these as strings", () => {
    const rows = [
      [null, true],
      [1e-7, { decimal: "12345678901234567890.12345678" }],
    ] as const;
    expect(exportText(COLUMNS, rows, "jsonl")).toBe(
      '{"n":null,"what, so":true}\n{"n":0.0000001,"what, so":"12345678901234567890.12345678"}\n',
    );
  });

  it("has a header and nothing else without rows", () => {
    expect(exportText(COLUMNS, [], "csv")).toBe('n,"what, so"\r\n');
    expect(exportText(COLUMNS, [], "jsonl")).toBe("");
  });
});
