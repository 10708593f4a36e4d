import { DatabaseError } from "pg";
import { expect, it } from "vitest";
import { isRefusalOfRows } from "./refused-rows.ts";

function refusedBy(code: string | undefined): DatabaseError {
  const error = new DatabaseError("refused", 0, "error");
  error.code = code;
  return error;
}

it.each(["22003", "23514", "BL016", "P0001"])("%s refuses the rows themselves", (code) => {
  expect(isRefusalOfRows(refusedBy(code))).toBe(true);
});

it.each(["40001", "40P01", "57P01", "08006", undefined])("%s is the world's failure", (code) => {
  expect(isRefusalOfRows(refusedBy(code))).toBe(false);
});

it("is said by Postgres alone", () => {
  expect(isRefusalOfRows(Object.assign(new Error("refused"), { code: "23514" }))).toBe(false);
});
