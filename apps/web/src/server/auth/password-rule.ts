import { TRPCError } from "@trpc/server";

const PASSWORD_LENGTH_MIN = 12;
const DISTINCT_MIN = 5;
/** A shorter name is part of too many words. */
const NAME_LENGTH_MIN = 4;

type Chosen = { readonly password: string; readonly email: string; readonly current?: string };

/**
 * What is wrong with a chosen password, in words; undefined where nothing is. Length is what makes
 * guessing dear; beyond it only what a guesser tries first is refused.
 */
export function passwordProblem({ password, email, current }: Chosen): string | undefined {
  if (password.length < PASSWORD_LENGTH_MIN) return "The password needs twelve characters at least.";
  if (password === current) return "The new password is the one you have.";
  if (new Set(password).size < DISTINCT_MIN) return "The password repeats too few characters.";
  const [name = ""] = email.toLowerCase().split("@");
  if (name.length >= NAME_LENGTH_MIN && password.toLowerCase().includes(name)) return "The password has your e-mail address in it.";
  return undefined;
}

/** Refuses a password that `passwordProblem` finds fault with, in its words. */
export function requireFitPassword(chosen: Chosen): void {
  const problem = passwordProblem(chosen);
  if (problem !== undefined) throw new TRPCError({ code: "BAD_REQUEST", message: problem });
}
