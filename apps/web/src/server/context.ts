import type { Database } from "./database.ts";
import type { LiveHub } from "./live/hub.ts";
import type { SignInLimit } from "./auth/sign-in-limit.ts";
import type { SumCache } from "./queries/sum-cache.ts";

/** Who asks: the session was found, not revoked and not expired within the last two seconds. */
export type SignedIn = {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
};

/** What the world outside gives a request; made from one pool and one clock (`surroundings.ts`). */
export type Surroundings = {
  readonly database: Database;
  readonly hub: LiveHub;
  readonly signInLimit: SignInLimit;
  readonly sums: SumCache;
  readonly now: () => number;
  readonly newId: () => string;
  /** Who a session belongs to while it holds; an answer is two seconds old at most. */
  readonly findSession: (sessionId: string) => Promise<SignedIn | undefined>;
  /** Has this process look again at once: it has just ended a session itself. */
  readonly forgetSessions: () => void;
};

export type RequestContext = Surroundings & {
  readonly signedIn: SignedIn | undefined;
  /** For the rate limit of what is open to everyone. */
  readonly address: string;
};
