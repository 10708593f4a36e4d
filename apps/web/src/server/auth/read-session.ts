import { decode } from "next-auth/jwt";
import { z } from "zod";

const tokenSchema = z.object({ sessionId: z.uuid() });

/** The session id in the cookie's token; undefined where there is none, it is forged, or it has expired. */
export async function readSessionId(cookie: string | undefined, secret: string): Promise<string | undefined> {
  if (cookie === undefined || cookie === "") return undefined;
  try {
    return tokenSchema.safeParse(await decode({ token: cookie, secret })).data?.sessionId;
  } catch {
    // A token that does not decrypt is the same as none: whoever sent it is not signed in.
    return undefined;
  }
}
