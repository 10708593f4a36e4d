import { describe, expect, it } from "vitest";
import { toCsv } from "./csv.ts";

describe.concurrent("toCsv", () => {
  it("quotes what needs it and leaves undefined empty", () => {
    expect(
      toCsv(
        ["a", "b,c"],
        [
          ['say "no"', undefined],
          [1.5, -2n],
        ],
      ),
    ).toBe('a,"b,c"\r\n"say ""no""",\r\n1.5,-2\r\n');
  });

  it("disarms text that a spreadsheet would run, but not a negative number", () => {
    expect(toCsv(["x"], [["=1+1"], ["-12.5"], ["@sum"]])).toBe("x\r\n'=1+1\r\n-12.5\r\n'@sum\r\n");
  });
});
