import { instrumentsField, timeframeField } from "@ballast/core/strategy/settings-fields";
import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { askHoldout, askOpening } from "../../usecases/ask-holdout.ts";
import { key, reason, timeMs } from "../input.ts";

/** Asks that a dataset stays unseen from a moment on. */
export const declare = permitted("lab.run")
  .input(z.object({ source: key, instruments: instrumentsField, timeframeMs: timeframeField, fromMs: timeMs, reason }))
  .mutation(({ ctx, input: { workspaceId: _, ...asked } }): Promise<{ readonly commandId: string }> => askHoldout(ctx, asked));

/** Asks to open a holdout, once and for all. */
export const openOnce = permitted("lab.run")
  .input(z.object({ holdoutId: z.uuid(), reason }))
  .mutation(({ ctx, input: { holdoutId, reason: why } }): Promise<{ readonly commandId: string }> =>
    askOpening(ctx, { holdoutId, reason: why }),
  );
