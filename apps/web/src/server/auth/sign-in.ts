import type { Surroundings } from "../context.ts";
import { checkPassword } from "./password.ts";

export type SignInAttempt = { readonly email: string; readonly password: string; readonly address: string; readonly userAgent: string };
export type SignInOutcome =
  | { readonly kind: "signed_in"; readonly personId: string; readonly sessionId: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "limited" };

type PersonRow = { readonly id: string; readonly password_hash: string };

/** A session ends a week after its sign-in, however busy it was. */
export const SESSION_MS = 7 * 24 * 3_600_000;
const USER_AGENT_LENGTH_MAX = 400;

/**
 * Checks a password and opens a session row. An unknown address and a wrong password take the same
 * time and get the same answer.
 */
export async function signIn(world: Surroundings, attempt: SignInAttempt): Promise<SignInOutcome> {
  const email = attempt.email.trim().toLowerCase();
  const admitted = world.signInLimit.admit({ email, address: attempt.address, nowMs: world.now() });
  if (admitted === undefined) return { kind: "limited" };
  const [person] = await world.database.global.rows<PersonRow>("select id, password_hash from find_person_by_email($1)", [email]);
  const isRight = await checkPassword(attempt.password, person?.password_hash);
  if (!isRight || person === undefined) return { kind: "wrong" };
  admitted.succeed();
  const sessionId = world.newId();
  const nowMs = world.now();
  await world.database.global.rows("select open_session($1, $2, $3, $4, $5)", [
    sessionId,
    person.id,
    nowMs,
    nowMs + SESSION_MS,
    attempt.userAgent.slice(0, USER_AGENT_LENGTH_MAX),
  ]);
  return { kind: "signed_in", personId: person.id, sessionId };
}
