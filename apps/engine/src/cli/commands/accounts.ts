import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import { defaultEmaAtrSettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { z } from "zod";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { ACCOUNT_NAME_MAX, createAccount, newAccountSchema } from "../../usecases/accounts/create-account.ts";
import { shipMarkets } from "../../usecases/market/markets.ts";
import { applyAccount, exportAccount, readAccountFile } from "../account-file-acts.ts";
import { EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { accountProfileNamed } from "../profile-named.ts";
import { actionOf, amountOption, flagOption, instrumentOption, nameOption, parseOptions } from "../parse-options.ts";
import { strategyFields, strategyFrom } from "../strategy-options.ts";
import { formatTable } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const REASON_MAX = 500;
/** Who names no profile gets this one as it ships. */
const DEFAULT_PROFILE = "guarded";

export const accountOptions = z.object({
  workspace: nameOption.optional(),
  name: z.string().trim().min(1).max(ACCOUNT_NAME_MAX).optional(),
  key: newAccountSchema.shape.key,
  market: nameOption.default("archive"),
  balance: amountOption.default("10000"),
  currency: z.enum(QUOTE_CURRENCIES).default("USD"),
  profile: nameOption.default(DEFAULT_PROFILE),
  instrument: z.array(instrumentOption).optional(),
  ...strategyFields,
  file: z.string().min(1).optional(),
  "dry-run": flagOption,
  yes: flagOption,
  by: nameOption.optional(),
  reason: z.string().trim().min(1).max(REASON_MAX).optional(),
  json: flagOption,
});
type Options = z.infer<typeof accountOptions>;

function accountView(account: Account): Record<string, unknown> {
  return {
    id: account.id,
    key: account.key,
    name: account.name,
    workspace: account.tenantKey,
    market: account.marketKey,
    mode: account.mode,
    profile: `${account.profileKey} v${account.profileVersion}`,
    settings: `${account.settingsKey} v${account.settingsVersion}`,
    starting_balance: formatUnits(account.startingUnits, assetOf(account.baseCurrency).scale),
    currency: account.baseCurrency,
  };
}

async function list(session: EngineSession, options: Options): Promise<string> {
  const tenantKey = options.workspace === undefined ? undefined : (await workspaceOf(session, options.workspace)).key;
  const accounts = await findAccounts(session.ports.pool, { tenantKey });
  if (options.json) return JSON.stringify({ accounts: accounts.map(accountView) });
  if (accounts.length === 0) return "There is no account yet. Create one: npx ballast accounts create --name Alpha --instrument BTC/USD";
  return formatTable<Account>(
    [
      { title: "Id", cell: ({ id }) => id },
      { title: "Key", cell: ({ key }) => key },
      { title: "Workspace", cell: ({ tenantKey }) => tenantKey },
      { title: "Market", cell: ({ marketKey }) => marketKey },
      { title: "Profile", cell: ({ profileKey, profileVersion }) => `${profileKey} v${profileVersion}` },
      {
        title: "Start",
        cell: ({ startingUnits, baseCurrency }) => `${formatUnits(startingUnits, assetOf(baseCurrency).scale)} ${baseCurrency}`,
        align: "right",
      },
    ],
    accounts,
  );
}

/** With instruments to trade there always are settings. */
function strategyOf(options: Options, instruments: readonly string[]): StrategySettings {
  return strategyFrom(options, undefined, instruments) ?? defaultEmaAtrSettings(instruments);
}

/** Opens an account from the command line. A profile that ships is taken as it ships, whatever its workspace has saved under that name since. */
export async function openAccount(session: EngineSession, options: Options): Promise<string> {
  const { name } = options;
  if (name === undefined) throw new UsageError("--name is missing: what is the account called?");
  const named = options.instrument === undefined ? undefined : await entriesNamed(session.ports.pool, options.instrument);
  const settings = strategyOf(options, named?.map(({ instrument }) => instrument.symbol) ?? syntheticSymbols());
  const tenant = await workspaceOf(session, options.workspace);
  const profile = await accountProfileNamed(session.ports.pool, { tenantId: tenant.id, text: options.profile });
  await shipMarkets(session.ports.pool);
  const account = newAccountSchema.parse({
    key: options.key,
    name,
    marketKey: options.market,
    baseCurrency: options.currency,
    startingBalance: options.balance,
    profileKey: profile.key,
    settings,
  });
  const request = { tenantId: tenant.id, actor: "command line", account, profileBody: profile.body };
  const created = await createAccount(session.ports, request);
  const { warnings } = created;
  return options.json
    ? JSON.stringify({ id: created.accountId, key: created.accountKey, workspace: tenant.key, warnings })
    : [`Opened account ${created.accountKey} in workspace ${tenant.key}: ${created.accountId}`, ...warnings].join("\n");
}

/** What can be known to be wrong without the database, before any service is brought up. */
function checkCreation(options: Options): void {
  if (options.name === undefined) throw new UsageError("--name is missing: what is the account called?");
  strategyOf(options, options.instrument ?? syntheticSymbols());
}

type Act = (session: EngineSession) => Promise<string>;

/** Tells what is wrong without the database before any service is brought up, and answers what is left to do with one. */
type Prepare = (options: Options, of: { readonly account: string | undefined; readonly terminal: Terminal }) => Act | Promise<Act>;

const ACTS: Readonly<Record<string, Prepare>> = {
  list: (options) => (session) => list(session, options),
  create: (options) => {
    checkCreation(options);
    return (session) => openAccount(session, options);
  },
  export:
    (options, { account }) =>
    (session) =>
      exportAccount(session, { ...options, account }),
  apply: async (options, { terminal }) => {
    const file = await readAccountFile(options.file);
    return (session) => applyAccount(session, options, { file, terminal });
  },
};

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(accountOptions, input);
  const prepare = actionOf(input, ACTS, "list");
  const act = await prepare(options, { account: input.positionals[1], terminal });
  await terminal.out(`${await withEngineSession(terminal, act)}\n`);
  return EXIT.done;
};
