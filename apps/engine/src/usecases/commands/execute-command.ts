import { inTransaction } from "@ballast/db/clients/pool";
import { rearmBooks } from "@ballast/db/repositories/broken-books";
import { claimCommand, finishCommand, type Command } from "@ballast/db/repositories/commands";
import { AppError } from "@ballast/jobs/app-error";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import type { ClientBase } from "pg";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { assignProfile } from "../accounts/assign-profile.ts";
import { createAccount, newAccountSchema } from "../accounts/create-account.ts";
import { carryOutHalts } from "../decide-cycle/carry-out-halts.ts";
import { askParity } from "./ask-parity.ts";
import { askWhatIf } from "./ask-what-if.ts";
import { declareHoldoutAsked, openHoldoutAsked, requestStudyAsked } from "./lab-commands.ts";
import { replayReceipt } from "./replay-receipt.ts";

/** A claim this old belongs to a worker that is gone. */
export const COMMAND_STALE_MS = MINUTE_MS;
/** A command that still fails when it is this old is given up: its author has long asked again. */
const COMMAND_TRIED_MS_MAX = 10 * MINUTE_MS;

type Outcome = { readonly state: "done" | "refused" | "failed"; readonly result: unknown };

/** Ends the command in the transaction of its act, so that neither stands without the other. */
type WithAct = (client: ClientBase, result: unknown) => Promise<void>;

type Handler = (ports: EnginePorts, command: Command, withAct: WithAct) => Promise<unknown>;

const haltSchema = z.looseObject({ haltId: z.uuid() });

/** A halt holds from its row on; the command makes it act at once on what waits and what is held. */
async function setHalt(ports: EnginePorts, { tenantId, payload }: Command): Promise<unknown> {
  const halt = haltSchema.parse(payload);
  await carryOutHalts(ports, tenantId);
  return halt;
}

/** A release lets the books go on that had broken under this halt. */
async function releaseHalt(ports: EnginePorts, { tenantId, payload }: Command, withAct: WithAct): Promise<unknown> {
  const { haltId } = haltSchema.parse(payload);
  return inTransaction(ports.pool, async (client) => {
    const result = { haltId, booksRearmed: await rearmBooks(client, { tenantId, haltId }) };
    await withAct(client, result);
    return result;
  });
}

/** What each kind of command does. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  "account.create": (ports, { tenantId, requestedBy, payload }, withAct) =>
    createAccount(ports, { tenantId, actor: requestedBy, account: newAccountSchema.parse(payload), withAct }),
  "account.assign_profile": (ports, { tenantId, payload }, withAct) => assignProfile(ports, { tenantId, payload, withAct }),
  "receipt.replay": (ports, { tenantId, payload }) => replayReceipt(ports.pool, { tenantId, payload }),
  "account.parity": (ports, { tenantId, payload }) => askParity(ports, { tenantId, payload }),
  "profile.what_if": (ports, { tenantId, payload }) => askWhatIf(ports, { tenantId, payload }),
  "study.request": requestStudyAsked,
  "holdout.declare": declareHoldoutAsked,
  "holdout.open": openHoldoutAsked,
  "halt.set": setHalt,
  "halt.release": releaseHalt,
};

/** What the failure of a command says to its author; undefined where the command is tried again. */
function verdictOn(error: unknown, ageMs: number): Outcome | undefined {
  if (error instanceof z.ZodError) return { state: "refused", result: { code: "COMMAND_INVALID", message: z.prettifyError(error) } };
  if (error instanceof AppError && error.retry === "never")
    return { state: "refused", result: { code: error.code, message: error.message } };
  if (ageMs <= COMMAND_TRIED_MS_MAX) return undefined;
  return { state: "failed", result: { code: "COMMAND_FAILED", message: error instanceof Error ? error.message : String(error) } };
}

async function carryOut(ports: EnginePorts, command: Command, withAct: WithAct): Promise<Outcome> {
  const handler = HANDLERS[command.kind];
  if (handler === undefined)
    return { state: "refused", result: { code: "COMMAND_UNKNOWN", message: `the engine knows no command ${command.kind}` } };
  try {
    return { state: "done", result: await handler(ports, command, withAct) };
  } catch (error) {
    const verdict = verdictOn(error, ports.wallMs() - command.requestedAtMs);
    if (verdict === undefined) throw error;
    return verdict;
  }
}

/** Claims one command row and carries it out; a second delivery finds it claimed and does nothing. */
export async function executeCommand(ports: EnginePorts, of: { readonly tenantId: string; readonly commandId: string }): Promise<void> {
  const worker = ports.workerName;
  const command = await claimCommand(ports.pool, { ...of, worker, wallMs: ports.wallMs(), staleMs: COMMAND_STALE_MS });
  if (command === undefined) return;
  const withAct: WithAct = async (client, result) => {
    const isOurs = await finishCommand(client, { ...of, worker, state: "done", result, wallMs: ports.wallMs() });
    if (!isOurs) throw new AppError("COMMAND_TAKEN_OVER", `command ${of.commandId} went to another worker`, { retry: "later" });
  };
  const outcome = await carryOut(ports, command, withAct);
  await finishCommand(ports.pool, { ...of, worker, ...outcome, wallMs: ports.wallMs() });
}
