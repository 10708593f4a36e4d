import { z } from "zod";
import { whyIdle } from "../../usecases/why/why-idle.ts";
import { accountNamed } from "../account-directory.ts";
import { EXIT, UsageError, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { flagOption, nameOption, parseOptions } from "../parse-options.ts";

const schema = z.object({ workspace: nameOption.optional(), run: nameOption.optional(), json: flagOption });

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const [name] = input.positionals;
  if (name === undefined) throw new UsageError("which account? Write: why <id or key>.");
  const text = await withDatabase(terminal, async (pool) => {
    const account = await accountNamed(pool, { name, workspace: options.workspace });
    const { runKey, reasons } = await whyIdle({ pool, wallMs: Date.now }, { account, run: options.run });
    if (options.json) return JSON.stringify({ account: account.key, run: runKey ?? null, reasons });
    const where = runKey === undefined ? account.key : `${account.key} in run ${runKey}`;
    return [`${where}:`, ...reasons.map(({ words }) => `- ${words}`)].join("\n");
  });
  await terminal.out(`${text}\n`);
  return EXIT.done;
};
