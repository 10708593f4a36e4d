import { deriveId } from "@ballast/core/numeric/hash";
import { instrumentsField, timeframeField } from "@ballast/core/strategy/settings-fields";
import type { Command } from "@ballast/db/repositories/commands";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { declareHoldout, openHoldout } from "../lab/holdout-acts.ts";
import { requestStudy } from "../lab/request-study.ts";
import type { WithAct } from "../lab/with-act.ts";

/** What pages ask of the lab. The terms of a study are its command's payload as it stands. */

const reasonField = z.string().trim().min(1).max(500);
const declareSchema = z.strictObject({
  source: z.string().min(1),
  instruments: instrumentsField,
  timeframeMs: timeframeField,
  fromMs: z.int(),
  reason: reasonField,
});
const openSchema = z.strictObject({ holdoutId: z.uuid(), reason: reasonField });

/** Asks for a study under the id that its command gives it: a second delivery asks for the same one. */
export function requestStudyAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor, payload: spec } = command;
  const id = deriveId(lab.sha256, { kind: "study", accountKey: tenantId, runKey: command.id, slotKey: "", n: 0 });
  return requestStudy(lab, { tenantId, id, actor, spec, withAct });
}

export function declareHoldoutAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor } = command;
  const { fromMs, reason, ...dataset } = declareSchema.parse(command.payload);
  return declareHoldout(lab, { tenantId, actor, dataset, fromMs, reason, withAct });
}

export async function openHoldoutAsked({ lab }: EnginePorts, command: Command, withAct: WithAct): Promise<unknown> {
  const { tenantId, requestedBy: actor } = command;
  const { holdoutId, reason } = openSchema.parse(command.payload);
  await openHoldout(lab, { tenantId, actor, holdoutId, reason, withAct });
  return { holdoutId };
}
