import { deriveId } from "@ballast/core/numeric/hash";
import { instrumentsField, timeframeField } from "@ballast/core/strategy/settings-fields";
import type { Command } from "@ballast/db/repositories/commands";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { declareHoldout, openHoldout } from "../lab/holdout-acts.ts";
import { requestStudy } from "../lab/request-study.ts";
import type { WithAct } from "../lab/with-act.ts";

/** What pages ask of the lab. A command's payload holds texts, so what is more than one stands as JSON in one of them. */

const json = z
  .string()
  .max(200_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "is no JSON" });
      return z.NEVER;
    }
  });

const studySchema = z.strictObject({ spec: json });
const datasetSchema = z.strictObject({ source: z.string().min(1), instruments: instrumentsField, timeframeMs: timeframeField });
const reason = z.string().trim().min(1).max(500);
const declareSchema = z.strictObject({ dataset: json.pipe(datasetSchema), fromMs: z.coerce.number().int(), reason });
const openSchema = z.strictObject({ holdoutId: z.uuid(), reason });

/** Asks for a study under the id that its command gives it: a second delivery asks for the same one. */
export function requestStudyAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor } = command;
  const id = deriveId(lab.sha256, { kind: "study", accountKey: tenantId, runKey: command.id, slotKey: "", n: 0 });
  return requestStudy(lab, { tenantId, id, actor, spec: studySchema.parse(command.payload).spec, withAct });
}

export function declareHoldoutAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor } = command;
  return declareHoldout(lab, { tenantId, actor, ...declareSchema.parse(command.payload), withAct });
}

export async function openHoldoutAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor } = command;
  const { holdoutId, reason: why } = openSchema.parse(command.payload);
  await openHoldout(lab, { tenantId, actor, holdoutId, reason: why, withAct });
  return { holdoutId };
}
