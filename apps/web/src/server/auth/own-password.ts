import { TRPCError } from "@trpc/server";
import type { RequestContext } from "../context.ts";
import { checkPassword } from "./password.ts";

const LIMITED = "Too many wrong passwords. Try again in a quarter of an hour.";

type Claimed = { readonly email: string; readonly password: string; readonly ifWrong: string };

/**
 * Has someone prove that an account is theirs, under the limit that sign-ins have: whoever holds a
 * link or a stolen session guesses no faster than whoever stands at the door.
 */
export async function requireOwnPassword(ctx: RequestContext, { email, password, ifWrong }: Claimed): Promise<void> {
  const admitted = ctx.signInLimit.admit({ email, address: ctx.address, nowMs: ctx.now() });
  if (admitted === undefined) throw new TRPCError({ code: "TOO_MANY_REQUESTS", message: LIMITED });
  const rows = await ctx.database.global.rows<{ readonly password_hash: string }>("select password_hash from find_person_by_email($1)", [
    email,
  ]);
  // Not UNAUTHORIZED: a session stands, and its pages would take that for its end.
  if (!(await checkPassword(password, rows[0]?.password_hash))) throw new TRPCError({ code: "BAD_REQUEST", message: ifWrong });
  admitted.succeed();
}
