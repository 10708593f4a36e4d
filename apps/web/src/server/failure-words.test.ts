import { TRPCError } from "@trpc/server";
import { expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";

it("keeps the texts of servers and libraries to the log", () => {
  const cause = new Error("connect ECONNREFUSED 127.0.0.1:5432");
  const words = failureWords(new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: cause.message, cause }));
  expect(words).toMatch(/^A part of Ballast does not answer/);
  expect(words).not.toContain("ECONNREFUSED");
});

it("leaves what is said on purpose", () => {
  expect(failureWords(new TRPCError({ code: "CONFLICT", message: "A newer version was saved meanwhile." }))).toBeUndefined();
  expect(failureWords(new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "The engine said no." }))).toBeUndefined();
});
