import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "../../../../server/auth/options.ts";
import { world } from "../../../../server/wiring.ts";

type Context = { readonly params: Promise<{ readonly nextauth: string[] }> };

/** What we use of next-auth. Its session endpoint would answer from the token alone, without the session row. */
const SERVED = new Set(["GET csrf", "POST callback/credentials", "POST signout"]);

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!SERVED.has(`${request.method} ${nextauth.join("/")}`)) return new Response("Not found", { status: 404 });
  const answer: unknown = await NextAuth(request, context, authOptions(world()));
  return answer instanceof Response ? answer : new Response("Sign-in is out of order", { status: 500 });
}

export { handle as GET, handle as POST };
