import { expect, it } from "vitest";
import { z } from "zod";
import { inputWords } from "./input-words.ts";

const schema = z.object({ accountId: z.uuid(), reason: z.string().min(3, "say why, in three letters at least") });

it("a rule of ours is told as it is worded", () => {
  expect(inputWords(schema.safeParse({ accountId: crypto.randomUUID(), reason: "" }).error)).toBe("Say why, in three letters at least.");
});

it("a schema's own words are kept from people", () => {
  expect(inputWords(schema.safeParse({ accountId: "nonsense", reason: "a drill" }).error)).toBe(
    "This address or request is not one of ours.",
  );
});

it("any other error is left to itself", () => {
  expect(inputWords(new Error("down"))).toBeUndefined();
  expect(inputWords(undefined)).toBeUndefined();
});
