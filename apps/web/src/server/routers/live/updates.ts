import { permitted } from "../../permitted.ts";
import { streamUpdates } from "../../live/stream.ts";

/** What changed in the workspace, as it happens; ends by itself when the session or membership does. */
export const updates = permitted("workspace.read").subscription(({ ctx, signal }) => streamUpdates(ctx, signal));
