import { initTRPC } from "@trpc/server";
import type { RequestContext } from "./context.ts";
import { failureWords } from "./failure-words.ts";
import { inputWords } from "./input-words.ts";
import type { Permission } from "./permissions.ts";

/** How a procedure came to be: with a permission, or open for a stated reason. Nothing else is lawful. */
export type ProcedureMeta = { readonly permission: Permission } | { readonly openBecause: string };

const PING_MS = 5_000;
/** A stream ends after this long and the client connects anew, so that no connection lives for ever. */
const STREAM_MAX_MS = 15 * 60_000;
const RECONNECT_AFTER_MS = 15_000;

/** Only `permitted.ts` makes procedures from this; everything else takes `router`. */
export const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => ({ ...shape, message: inputWords(error.cause) ?? failureWords(error) ?? shape.message }),
    sse: {
      ping: { enabled: true, intervalMs: PING_MS },
      maxDurationMs: STREAM_MAX_MS,
      client: { reconnectAfterInactivityMs: RECONNECT_AFTER_MS },
    },
  });

export const router = t.router;
