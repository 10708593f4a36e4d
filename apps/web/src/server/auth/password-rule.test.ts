import { expect, it } from "vitest";
import { passwordProblem } from "./password-rule.ts";

const EMAIL = "grace@example.test";

it.each([
  ["eleven char", /twelve/],
  ["aaaaaaaaaaaaaaaa", /too few/],
  ["abababababababab", /too few/],
  ["Grace of 1906 it is", /e-mail/],
  ["the present password", /the one you have/],
])("refuses %j and says why", (password, problem) => {
  expect(passwordProblem({ password, email: EMAIL, current: "the present password" })).toMatch(problem);
});

it.each(["correct horse battery", "пароль из слов здесь", "😀 many signs here 1"])("takes %j", (password) => {
  expect(passwordProblem({ password, email: EMAIL, current: "the present password" })).toBeUndefined();
});

it("takes a short name of an address as part of a word", () => {
  expect(passwordProblem({ password: "a canada goose flew", email: "ada@example.test" })).toBeUndefined();
});
