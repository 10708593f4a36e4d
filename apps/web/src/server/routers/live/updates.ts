import { z } from "zod";
import { streamUpdates } from "../../live/stream.ts";
import { permitted } from "../../permitted.ts";

const EVENT_ID_LENGTH_MAX = 32;

/** What changed in the workspace, as it happens; ends by itself when the session or membership does. */
export const updates = permitted("workspace.read")
  .input(z.object({ lastEventId: z.string().max(EVENT_ID_LENGTH_MAX).nullish() }))
  .subscription(({ ctx, input, signal }) => streamUpdates(ctx, { lastEventId: input.lastEventId ?? undefined, signal }));
