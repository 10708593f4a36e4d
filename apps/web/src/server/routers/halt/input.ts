import { z } from "zod";
import { symbol } from "../input.ts";

/** What a halt reaches: the whole workspace, one account, or one instrument in every account. */
export const haltTarget = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("workspace") }),
  z.object({ scope: z.literal("account"), accountId: z.uuid() }),
  z.object({ scope: z.literal("instrument"), symbol }),
]);
export type HaltTarget = z.infer<typeof haltTarget>;

export const haltVerb = z.enum(["block_entries", "reduce_only", "cancel", "flatten"]);
