import { z } from "zod";
import { CommandRefused, type CommandModule } from "../command.ts";
import { nameOption, parseOptions } from "../parse-options.ts";
import { commonOptions, windowOptions, windowTimes } from "../replay-options.ts";
import { runStretch } from "../replay-stretch.ts";

const schema = z.object({ "account-id": nameOption, ...windowOptions, ...commonOptions });

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const { "account-id": account, "run-mode": runMode, workspace } = options;
  return runStretch(terminal, options, {
    filter: { workspace, account, runMode },
    times: windowTimes(options),
    onEmpty: () => {
      throw new CommandRefused({
        code: "WINDOW_WITHOUT_RECEIPTS",
        fact: `account ${account} decided nothing in that window in any run of mode ${runMode}`,
        mend: "Choose hours in which it decided; npx ballast replay-manifest shows the rows of one.",
      });
    },
  });
};
