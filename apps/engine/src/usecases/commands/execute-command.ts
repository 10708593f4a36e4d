import { claimCommand, finishCommand } from "@ballast/db/repositories/commands";
import { AppError } from "@ballast/jobs/app-error";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { createAccount, newAccountSchema } from "../accounts/create-account.ts";

/** A claim this old belongs to a worker that is gone. */
export const COMMAND_STALE_MS = 60_000;

type Outcome = { readonly state: "done" | "refused"; readonly result: unknown };

/** A halt holds from its row on; the command only makes the decisions that act on it come at once. */
const haltSchema = z.looseObject({});

/** What each kind of command does. Kinds that only record an act answer with nothing. */
const HANDLERS: Readonly<Record<string, (ports: EnginePorts, tenantId: string, payload: unknown, actor: string) => Promise<unknown>>> = {
  "account.create": (ports, tenantId, payload, actor) =>
    createAccount(ports, { tenantId, actor, account: newAccountSchema.parse(payload) }),
  "halt.set": (_ports, _tenantId, payload) => Promise.resolve(haltSchema.parse(payload)),
  "halt.release": (_ports, _tenantId, payload) => Promise.resolve(haltSchema.parse(payload)),
};

async function carryOut(
  ports: EnginePorts,
  command: { readonly tenantId: string; readonly kind: string; readonly payload: unknown; readonly requestedBy: string },
): Promise<Outcome> {
  const handler = HANDLERS[command.kind];
  if (handler === undefined)
    return { state: "refused", result: { code: "COMMAND_UNKNOWN", message: `the engine knows no command ${command.kind}` } };
  try {
    return { state: "done", result: await handler(ports, command.tenantId, command.payload, command.requestedBy) };
  } catch (error) {
    if (error instanceof z.ZodError) return { state: "refused", result: { code: "COMMAND_INVALID", message: z.prettifyError(error) } };
    if (error instanceof AppError && error.retry === "never")
      return { state: "refused", result: { code: error.code, message: error.message } };
    throw error;
  }
}

/** Claims one command row and carries it out; a second delivery finds it claimed and does nothing. */
export async function executeCommand(ports: EnginePorts, of: { readonly tenantId: string; readonly commandId: string }): Promise<void> {
  const command = await claimCommand(ports.pool, { ...of, worker: ports.workerName, wallMs: ports.wallMs(), staleMs: COMMAND_STALE_MS });
  if (command === undefined) return;
  const outcome = await carryOut(ports, command);
  await finishCommand(ports.pool, { ...of, ...outcome, wallMs: ports.wallMs() });
}
