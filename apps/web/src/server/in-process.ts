import type { RequestContext, SignedIn, Surroundings } from "./context.ts";
import { appRouter } from "./routers/app-router.ts";
import { t } from "./trpc.ts";

const createCaller = t.createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;

export function contextOf(surroundings: Surroundings, signedIn: SignedIn | undefined): RequestContext {
  return { ...surroundings, signedIn, address: "127.0.0.1" };
}

/** The whole API without a network: the same procedures, rights and transactions. */
export function callAs(surroundings: Surroundings, signedIn: SignedIn | undefined): Caller {
  return createCaller(contextOf(surroundings, signedIn));
}
