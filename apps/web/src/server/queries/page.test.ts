import { describe, expect, it } from "vitest";
import { pageOf, readCursor } from "./page.ts";

const numbers = { item: (row: number) => row, key: (row: number) => [row] };

describe("a page", () => {
  it("names the next page only where there is one", () => {
    expect(pageOf([3, 2, 1], { ...numbers, limit: 2 })).toEqual({ items: [3, 2], nextCursor: "2" });
    expect(pageOf([3, 2], { ...numbers, limit: 2 })).toEqual({ items: [3, 2], nextCursor: undefined });
    expect(pageOf([], { ...numbers, limit: 2 })).toEqual({ items: [], nextCursor: undefined });
  });

  it("reads its own cursors and refuses others", () => {
    expect(readCursor(undefined, 1)).toBeUndefined();
    expect(readCursor("12.7", 2)).toEqual([12, 7]);
    for (const foreign of ["12", "a.b", "1.2.3", "1e400.1", "' or 1=1.2"]) expect(() => readCursor(foreign, 2)).toThrow("page address");
  });
});
