import type { AuthOptions, CookieOption } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import type { AddressOf } from "../client-address.ts";
import type { Surroundings } from "../context.ts";
import type { AuthCookies } from "./cookies.ts";
import { SESSION_MS, signIn } from "./sign-in.ts";

type AuthWorld = Surroundings & {
  readonly secret: string;
  readonly cookies: AuthCookies;
  readonly addressOf: AddressOf;
  readonly endSession: (sessionId: string) => Promise<void>;
};

const credentialsSchema = z.object({ email: z.string().max(254), password: z.string().min(1).max(200) });
const sessionIdSchema = z.object({ sessionId: z.uuid() });

/** Thrown text becomes the `error` of the answer; the sign-in screen knows this word. */
const LIMITED = "Limited";

/** Where our pages and next-auth's answers lead; it never follows an address that a request brings. */
const ENTER = "/api/enter";

function cookie(name: string, isSecure: boolean): CookieOption {
  return { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } };
}

type Asking = { readonly headers?: Readonly<Record<string, unknown>> | undefined };

function header(request: Asking, name: string): string | undefined {
  const value = request.headers?.[name];
  return typeof value === "string" ? value : undefined;
}

function credentials(world: AuthWorld): AuthOptions["providers"][number] {
  return CredentialsProvider({
    credentials: { email: {}, password: {} },
    authorize: async (sent, request) => {
      const parsed = credentialsSchema.safeParse(sent);
      if (!parsed.success) return null;
      const address = world.addressOf((name) => header(request, name));
      const outcome = await signIn(world, { ...parsed.data, address, userAgent: header(request, "user-agent") ?? "" });
      if (outcome.kind === "limited") throw new Error(LIMITED);
      return outcome.kind === "signed_in" ? { id: outcome.personId, sessionId: outcome.sessionId } : null;
    },
  });
}

/** next-auth issues and reads the cookie; the session row behind it is ours, and is what counts. */
export function authOptions(world: AuthWorld): AuthOptions {
  const { cookies, secret } = world;
  return {
    secret,
    useSecureCookies: cookies.isSecure,
    session: { strategy: "jwt", maxAge: SESSION_MS / 1_000 },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    providers: [credentials(world)],
    cookies: {
      sessionToken: cookie(cookies.session, cookies.isSecure),
      csrfToken: cookie(cookies.csrf, cookies.isSecure),
      callbackUrl: cookie(cookies.callback, cookies.isSecure),
    },
    callbacks: {
      redirect: () => ENTER,
      jwt: ({ token, user }) => {
        const opened = sessionIdSchema.safeParse(user);
        return opened.success ? { sessionId: opened.data.sessionId } : { sessionId: token.sessionId };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const ended = sessionIdSchema.safeParse(token);
        if (ended.success) await world.endSession(ended.data.sessionId);
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
