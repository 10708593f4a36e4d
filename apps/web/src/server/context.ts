import type { Database } from "./database.ts";
import type { LiveHub } from "./live/hub.ts";
import type { SignInLimit } from "./auth/sign-in-limit.ts";

/** Who asks: the session was found, not revoked and not expired within the last two seconds. */
export type SignedIn = {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
};

/** What the world outside gives a request; made in one place (`wiring.ts`), replaced in tests. */
export type Surroundings = {
  readonly database: Database;
  readonly hub: LiveHub;
  readonly signInLimit: SignInLimit;
  readonly now: () => number;
  readonly newId: () => string;
  /** Asks again, past the cache, whether a session still holds; for streams that outlive a request. */
  readonly findSession: (sessionId: string) => Promise<SignedIn | undefined>;
};

export type RequestContext = Surroundings & {
  readonly signedIn: SignedIn | undefined;
  /** For the rate limit of what is open to everyone. */
  readonly address: string;
};
