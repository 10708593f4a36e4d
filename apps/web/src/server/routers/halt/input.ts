import { z } from "zod";
import { symbol } from "../input.ts";

const MODEL_LENGTH_MAX = 100;

/** What a halt reaches: the whole workspace, one account, one instrument in every account, or what one model decides. */
export const haltTarget = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("workspace") }),
  z.object({ scope: z.literal("account"), accountId: z.uuid() }),
  z.object({ scope: z.literal("instrument"), symbol }),
  z.object({ scope: z.literal("model"), model: z.string().trim().min(1).max(MODEL_LENGTH_MAX) }),
]);
export type HaltTarget = z.infer<typeof haltTarget>;

export const haltVerb = z.enum(["block_entries", "reduce_only", "cancel", "flatten"]);
