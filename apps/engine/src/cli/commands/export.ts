import type { Pool } from "pg";
import { z } from "zod";
import { suggestion } from "@ballast/config/nearest-name";
import { exportableKeys, exportCanonical } from "../../usecases/export-canonical.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { withDatabase } from "../database.ts";
import { flagOption, nameOption, parseOptions } from "../parse-options.ts";
import { countedText } from "../table.ts";
import { openTextSink } from "../text-sink.ts";

const schema = z.object({
  canonical: z.literal(true),
  run: z.array(nameOption).default([]),
  account: z.array(nameOption).default([]),
  out: z.string().min(1),
  json: flagOption,
});

/** A mistyped key would export nothing, and two empty exports are equal. */
async function refuseUnknownKeys(
  pool: Pool,
  wanted: { readonly runs: readonly string[]; readonly accounts: readonly string[] },
): Promise<void> {
  const known = await exportableKeys(pool);
  for (const [what, asked, there] of [
    ["run", wanted.runs, known.runs],
    ["account", wanted.accounts, known.accounts],
  ] as const) {
    const unknown = asked.find((key) => !there.includes(key));
    if (unknown !== undefined)
      throw new CommandRefused({
        code: "UNKNOWN_KEY",
        fact: `no books of a ${what} ${unknown}.${suggestion(unknown, there)}`,
        mend: `There are: ${there.join(", ") || "none"}`,
      });
  }
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  await withDatabase(terminal, async (pool) => {
    await refuseUnknownKeys(pool, { runs: options.run, accounts: options.account });
    const sink = openTextSink(options.out, terminal);
    const totals = await exportCanonical(pool, { runs: options.run, accounts: options.account, write: sink.write });
    await sink.close();
    if (options.out === "-") return;
    const text = options.json
      ? JSON.stringify(totals)
      : `Wrote ${countedText(totals.lines, "row")} of ${countedText(totals.books, "book")} to ${options.out}. SHA-256 ${totals.sha256}`;
    await terminal.out(`${text}\n`);
  });
  return EXIT.done;
};
