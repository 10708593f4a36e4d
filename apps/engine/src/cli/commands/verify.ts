import { join } from "node:path";
import { findTenant, listTenants } from "@ballast/db/repositories/accounts";
import { listChainBooks, type ChainFilter } from "@ballast/db/repositories/chain-rows";
import type { Pool } from "pg";
import { z } from "zod";
import type { ChainDifference } from "../../usecases/verify-chains/chain-difference.ts";
import { verifyChains, type VerifiedChains } from "../../usecases/verify-chains/verify-chains.ts";
import { CommandRefused, EXIT, type CommandModule, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { flagOption, parseOptions } from "../parse-options.ts";
import { countedText, countText } from "../table.ts";

const schema = z.object({
  workspace: z.string().min(1).optional(),
  account: z.string().min(1).optional(),
  checkpoints: z.string().min(1).optional(),
  json: flagOption,
});

/** Lines of differences that a person reads; all of them are in the JSON. */
const LINES_MAX = 20;
const PROGRESS_EVERY_MS = 2_000;

/** A mistyped name would verify nothing, and nothing is always intact. */
async function refuseUnknown(pool: Pool, filter: ChainFilter): Promise<void> {
  if (filter.workspace !== undefined && (await findTenant(pool, filter.workspace)) === undefined) {
    const keys = (await listTenants(pool)).map(({ key }) => key);
    throw new CommandRefused({
      code: "WORKSPACE_UNKNOWN",
      fact: `there is no workspace ${filter.workspace}`,
      mend: `There are: ${keys.join(", ") || "none"}.`,
    });
  }
  if (filter.account === undefined) return;
  for await (const _ of listChainBooks(pool, filter)) return;
  throw new CommandRefused({
    code: "ACCOUNT_UNKNOWN",
    fact: `no books of an account ${filter.account}`,
    mend: "npx ballast accounts lists the accounts.",
  });
}

function differenceText({ chain, subject, seq, field, stored, recomputed }: ChainDifference): string {
  return `  ${chain} of ${subject}, row ${seq}: ${field} is ${stored}, recomputed ${recomputed}`;
}

const CHAIN_WORDS = [
  ["receipts", "receipt", "receipts"],
  ["ledger", "ledger transaction", "ledger transactions"],
  ["audit", "audit row", "audit rows"],
] as const;
const PROJECTION_WORDS = [
  ["orders", "order", "orders"],
  ["balances", "balance", "balances"],
] as const;

function text(verified: VerifiedChains): string {
  const counts = CHAIN_WORDS.map(([chain, one, many]) => {
    const { chains, rows } = verified[chain];
    return `${countedText(rows, one, many)} in ${countedText(chains, "chain")}`;
  });
  const current = PROJECTION_WORDS.map(([rows, one, many]) => countedText(verified[rows].rows, one, many));
  const { files, heads } = verified.checkpoints;
  const signed =
    files === 0 ? "no checkpoint to compare with" : `${countedText(heads, "signed head")} in ${countedText(files, "checkpoint")}`;
  const contents = countedText(verified.contents.rows, "stored content", "stored contents");
  const walked = `${counts.join(", ")}; ${current.join(" and ")} as their chains make them; ${contents} under their hashes; ${signed}.`;
  const { differences, unlisted } = verified;
  if (differences.length === 0) return `Intact: ${walked}`;
  const listed = differences.slice(0, LINES_MAX);
  const rest = differences.length - listed.length + unlisted;
  return [
    `NOT INTACT. The first row that differs, of each broken chain and each book's orders and balances, and contents without their hash:`,
    ...listed.map(differenceText),
    ...(rest > 0 ? [`  and ${countText(rest)} more`] : []),
    `Walked up to there: ${walked}`,
  ].join("\n");
}

/** A line now and then where a person waits. */
function progressOf(terminal: Terminal): (subject: string) => void {
  let toldMs = Date.now();
  let through = 0;
  return (subject) => {
    through += 1;
    if (!terminal.isErrTty || Date.now() - toldMs < PROGRESS_EVERY_MS) return;
    toldMs = Date.now();
    terminal.err(`${countText(through)} verified, the last one ${subject}\n`);
  };
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const filter = { workspace: options.workspace, account: options.account };
  const verified = await withDatabase(terminal, async (pool, { stateDir }) => {
    await refuseUnknown(pool, filter);
    const checkpoints = {
      folder: options.checkpoints ?? join(stateDir, "checkpoints"),
      keyFile: join(stateDir, "secrets", "checkpoint-key.pem"),
    };
    return verifyChains(pool, { filter, checkpoints, onProgress: progressOf(terminal) });
  });
  const isIntact = verified.differences.length === 0;
  await terminal.out(`${options.json ? JSON.stringify({ is_intact: isIntact, ...verified }) : text(verified)}\n`);
  return isIntact ? EXIT.done : EXIT.refused;
};
