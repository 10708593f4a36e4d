import { TRPCClientError } from "@trpc/client";
import { expect, it } from "vitest";
import { refusalOf, wasRefused } from "./was-refused.ts";

const answered = (httpStatus: number): unknown => TRPCClientError.from({ error: { code: -32_000, message: "no", data: { httpStatus } } });

it.each([
  [403, "role"],
  [404, "address"],
  [400, "address"],
  [409, undefined],
  [500, undefined],
])("takes an answer of %i to be about %s", (status, about) => {
  expect(refusalOf(answered(status))).toBe(about);
  expect(wasRefused(answered(status))).toBe(status < 500);
});

it("knows a silent server from one that said no", () => {
  expect(wasRefused(new TypeError("failed to fetch"))).toBe(false);
  expect(refusalOf(new TypeError("failed to fetch"))).toBeUndefined();
});
