import { toHex, deriveId } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { findSeen, lockSource } from "@ballast/db/repositories/holdout-looks";
import { insertHoldout, insertOpening, listHoldouts, type DatasetName } from "@ballast/db/repositories/holdouts";
import { AppError } from "@ballast/jobs/app-error";
import type { LabPorts } from "./lab-ports.ts";
import { hashDataset } from "./spec-hash.ts";
import type { WithAct } from "./with-act.ts";

const refused = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;

const REFUSALS: Readonly<Record<string, string>> = { BL030: "HOLDOUT_CLOSED", BL033: "HOLDOUT_SEEN" };

/** Gives the database's own refusal its code: two acts at one moment are judged there. */
export async function wordsOfHoldout<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    const state = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    const code = REFUSALS[state];
    if (code === undefined || !(error instanceof Error)) throw error;
    throw refused(code, error.message);
  }
}

type HoldoutPorts = Pick<LabPorts, "pool" | "sha256" | "wallMs" | "announce">;

/** Keeps the last stretch of a dataset unseen; refused where some study looks at it already. */
export async function declareHoldout(
  ports: HoldoutPorts,
  of: {
    readonly tenantId: string;
    readonly actor: string;
    readonly dataset: DatasetName;
    readonly fromMs: number;
    readonly reason: string;
    readonly withAct?: WithAct;
  },
): Promise<{ readonly holdoutId: string }> {
  const { tenantId, actor, dataset, fromMs, reason, withAct } = of;
  const { sha256 } = ports;
  const atMs = ports.wallMs();
  const datasetHash = hashDataset(sha256, dataset);
  const id = deriveId(sha256, { kind: "holdout", accountKey: tenantId, runKey: toHex(datasetHash), slotKey: "", n: fromMs });
  await inTransaction(ports.pool, async (client) => {
    await lockSource(client, { tenantId, source: dataset.source });
    const seen = await findSeen(client, { tenantId, dataset, fromMs });
    if (seen !== undefined)
      throw refused("HOLDOUT_SEEN", `${seen} has looked at these bars from ${time(fromMs)} on: hold out what nobody has seen`);
    const holdout = { tenantId, id, datasetHash, dataset, fromMs, declaredBy: actor, declaredAtMs: atMs, reason };
    if (!(await wordsOfHoldout(insertHoldout(client, holdout))))
      throw refused("HOLDOUT_DECLARED", `this holdout is declared already: ${id}`);
    const facts = { dataset: JSON.stringify(dataset), from: time(fromMs), reason };
    await appendAudit(client, { tenantId, atMs, actor, act: "holdout.declare", subject: id, facts });
    await withAct?.(client, { holdoutId: id });
  });
  ports.announce([tenantId]);
  return { holdoutId: id };
}

/** Opens a holdout for good. There is no second opening: what was seen can't be unseen. */
export async function openHoldout(
  ports: HoldoutPorts,
  of: {
    readonly tenantId: string;
    readonly actor: string;
    readonly holdoutId: string;
    readonly reason: string;
    readonly withAct?: WithAct;
  },
): Promise<void> {
  const { tenantId, actor, holdoutId, reason, withAct } = of;
  const atMs = ports.wallMs();
  const known = (await listHoldouts(ports.pool, { tenantId })).find(({ id }) => id === holdoutId);
  if (known === undefined) throw refused("HOLDOUT_UNKNOWN", `there is no holdout ${holdoutId}`);
  await inTransaction(ports.pool, async (client) => {
    if (!(await insertOpening(client, { tenantId, holdoutId, by: actor, atMs, reason })))
      throw refused("HOLDOUT_OPENED", `holdout ${holdoutId} was opened before; it opens once`);
    await appendAudit(client, {
      tenantId,
      atMs,
      actor,
      act: "holdout.open",
      subject: holdoutId,
      facts: { from: time(known.fromMs), reason },
    });
    await withAct?.(client, { holdoutId });
  });
  ports.announce([tenantId]);
}
