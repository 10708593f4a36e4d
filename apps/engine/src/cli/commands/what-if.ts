import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { loadDirectory } from "../../marketdata/instrument-table.ts";
import { countWhatIf } from "../../usecases/what-if/count-what-if.ts";
import { slotsWhatIf } from "../../usecases/what-if/slots-what-if.ts";
import { walkWhatIf } from "../../usecases/what-if/walk-what-if.ts";
import type { WhatIfRequest } from "../../usecases/what-if/what-if-request.ts";
import { z } from "zod";
import { accountNamed } from "../account-directory.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { flagOption, nameOption, numberOption, parseOptions } from "../parse-options.ts";
import { profileNamed, profileOfFile } from "../profile-named.ts";
import { commandActor } from "../run-study.ts";
import { pathJson, pathText, slotsJson, slotsText, type Quantity, type Shown } from "../what-if-view.ts";

/** More would be walked in memory for longer than anybody waits. */
const DAYS_MAX = 3_660;

const schema = z.object({
  account: nameOption,
  workspace: nameOption.optional(),
  run: nameOption.optional(),
  profile: z.string().trim().min(1).max(1_000),
  days: numberOption.pipe(z.int().min(1).max(DAYS_MAX)).default(30),
  slots: flagOption,
  all: flagOption,
  json: flagOption,
});
type Options = z.infer<typeof schema>;

/** Base units as people read them, by the instrument's own scale. */
async function quantities({ ports }: EngineSession): Promise<Quantity> {
  const directory = await loadDirectory(ports.pool);
  return ({ symbol }, units) => (units === undefined ? "–" : formatUnits(units, directory.entryOf(symbol).instrument.base.scale));
}

async function bookOf({ ports }: EngineSession, options: Options): Promise<{ readonly book: BookId; readonly tenantId: string }> {
  const account = await accountNamed(ports.pool, { name: options.account, workspace: options.workspace });
  const book = await findNewestBook(ports.pool, { tenantId: account.tenantId, accountId: account.id, run: options.run });
  if (book !== undefined) return { book, tenantId: account.tenantId };
  throw new CommandRefused({
    code: "BOOK_UNKNOWN",
    fact:
      options.run === undefined
        ? `account ${account.key} has entered no run yet`
        : `account ${account.key} has no book in run ${options.run}`,
    mend: "Run it first: npx ballast run --account …",
  });
}

async function ask(
  session: EngineSession,
  request: WhatIfRequest,
  of: { readonly options: Options; readonly shown: Shown },
): Promise<string> {
  const { pool, cycle } = session.ports;
  const ports = { db: pool, decide: cycle.decide, coreHash: cycle.coreHash };
  const { options, shown } = of;
  if (options.slots) {
    const found = await slotsWhatIf(ports, request);
    return options.json ? slotsJson(found, shown) : slotsText(found, shown);
  }
  const walked = await walkWhatIf(ports, request);
  if (walked === undefined)
    throw new CommandRefused({ code: "NOTHING_DECIDED", fact: "no slot was decided in that time", mend: "Ask about more days." });
  await countWhatIf(session.ports, { request, walked, actor: commandActor() });
  return options.json ? pathJson(walked, shown) : pathText(walked, shown);
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const ofFile = await profileOfFile(options.profile);
  const text = await withEngineSession(terminal, async (session) => {
    const { book, tenantId } = await bookOf(session, options);
    const { profile, name } = ofFile ?? (await profileNamed(session.ports.pool, { tenantId, text: options.profile }));
    const shown = { isWithAll: options.all, profileName: name, quantity: await quantities(session) };
    return ask(session, { book, profile, days: options.days }, { options, shown });
  });
  await terminal.out(`${text}\n`);
  return EXIT.done;
};
