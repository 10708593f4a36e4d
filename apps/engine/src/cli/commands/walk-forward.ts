import type { CommandModule } from "../command.ts";
import { runWalkForward } from "./sweep.ts";

export const run: CommandModule["run"] = runWalkForward;
