import { z } from "zod";
import { CommandRefused, type CommandModule } from "../command.ts";
import { parseOptions } from "../parse-options.ts";
import { commonOptions, windowOptions, windowTimes } from "../replay-options.ts";
import { runStretch } from "../replay-stretch.ts";

const schema = z.object({ ...windowOptions, ...commonOptions });

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const { "run-mode": runMode, workspace } = options;
  return runStretch(terminal, options, {
    filter: { workspace, runMode },
    times: windowTimes(options),
    onEmpty: () => {
      throw new CommandRefused({
        code: "WINDOW_WITHOUT_RECEIPTS",
        fact: `nobody decided anything in that window in a run of mode ${runMode}`,
        mend: "Choose hours in which somebody decided.",
      });
    },
  });
};
