import { HOUR_MS } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { manifestOf } from "../../usecases/replay/manifest.ts";
import { nameOf } from "../../usecases/replay/content-shelf.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { parseOptions } from "../parse-options.ts";
import { bookOf, commonOptions, hourOptions, withReplayPool } from "../replay-options.ts";
import { formatTable, utcText } from "../table.ts";

const schema = z.object({ ...hourOptions, ...commonOptions });

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const { "account-id": account, "run-id": runId, "hour-ts-utc": fromMs, workspace } = options;
  const { book, manifest } = await withReplayPool(terminal, options.dsn, async (pool) => {
    const found = await bookOf(pool, { workspace, account, run: runId });
    return { book: found, manifest: await manifestOf(pool, found, { fromMs, toMs: fromMs + HOUR_MS }) };
  });
  const rows = manifest.rows.map(({ kind, key, hash }) => ({ kind, key, hash: nameOf(hash) }));
  if (rows.length === 0)
    throw new CommandRefused({
      code: "HOUR_WITHOUT_ROWS",
      fact: `account ${account} in run ${runId} has no row in the hour of ${utcText(fromMs)}`,
      mend: `Its slots begin behind ${utcText(book.openedMs)}.`,
    });
  const { tenantKey, accountKey, runKey } = book;
  const subject = { workspace: tenantKey, account: accountKey, run: runKey, hour: new Date(fromMs).toISOString() };
  const table = formatTable(
    [
      { title: "Row", cell: ({ kind }) => kind },
      { title: "Key", cell: ({ key }) => key },
      { title: "SHA-256", cell: ({ hash }) => hash },
    ],
    rows,
  );
  await terminal.out(`${options.json ? JSON.stringify({ ...subject, root: manifest.root, rows }) : `${table}\nRoot ${manifest.root}`}\n`);
  return EXIT.done;
};
