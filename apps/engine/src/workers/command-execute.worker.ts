import { commandExecute } from "@ballast/jobs/catalog";
import { consume, type Consumer, type ConsumeOptions } from "@ballast/jobs/consume";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { executeCommand } from "../usecases/commands/execute-command.ts";

export function consumeCommandExecute(ports: EnginePorts, options: ConsumeOptions): Consumer {
  return consume(commandExecute, options, (payload) => executeCommand(ports, payload));
}
