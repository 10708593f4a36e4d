import { HOUR_MS } from "@ballast/core/time/timeframe";
import { readSlotsOf } from "@ballast/db/repositories/replay-receipts";
import type { Pool } from "pg";
import { z } from "zod";
import { CommandRefused, type CommandModule } from "../command.ts";
import { parseOptions } from "../parse-options.ts";
import { bookOf, commonOptions, hourOptions } from "../replay-options.ts";
import { runStretch } from "../replay-stretch.ts";
import { utcText } from "../table.ts";

const schema = z.object({ ...hourOptions, ...commonOptions });
type Options = z.infer<typeof schema>;

/** Hours that an outage skipped have nothing to replay; one in which the account had no slot was not meant. */
async function refuseEmpty(pool: Pool, options: Options): Promise<void> {
  const { "account-id": account, "run-id": run, "hour-ts-utc": fromMs, workspace } = options;
  const book = await bookOf(pool, { workspace, account, run });
  const [slot] = await readSlotsOf(pool, [book], { fromMs, toMs: fromMs + HOUR_MS });
  const who = `account ${account} in run ${run}`;
  throw new CommandRefused(
    slot === undefined
      ? {
          code: "HOUR_WITHOUT_SLOTS",
          fact: `${who} has no receipt in the hour of ${utcText(fromMs)}: it had no slot there that has run`,
          mend: `Its slots begin behind ${utcText(book.openedMs)}${book.nextSlotMs === null ? "" : `; the next one that is due is ${utcText(book.nextSlotMs)}`}.`,
        }
      : {
          code: "HOUR_SKIPPED",
          fact: `${who} decided nothing in the hour of ${utcText(fromMs)}: its slot ended ${slot.outcome}, ${slot.reason}`,
          mend: "A slot that nobody came to decide has no receipt; npx ballast replay-manifest lists its row.",
        },
  );
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const { "account-id": account, "run-id": runId, "hour-ts-utc": fromMs, workspace } = options;
  return runStretch(terminal, options, {
    filter: { workspace, account, run: runId },
    times: { fromMs, toMs: fromMs + HOUR_MS },
    onEmpty: (pool) => refuseEmpty(pool, options),
  });
};
