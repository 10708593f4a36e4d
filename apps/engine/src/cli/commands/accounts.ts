import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { z } from "zod";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { createAccount, newAccountSchema } from "../../usecases/accounts/create-account.ts";
import { shipMarkets } from "../../usecases/market/markets.ts";
import { EXIT, UsageError, type CommandModule } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { directory, flagOption, parseOptions, timeframeOption } from "../parse-options.ts";
import { formatTable } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const number = z.coerce.number();
const schema = z.object({
  workspace: z.string().optional(),
  name: z.string().optional(),
  key: z.string().optional(),
  market: z.string().default("archive"),
  balance: z.string().default("10000"),
  currency: z.enum(["USD", "USDC", "CAD", "EUR"]).default("USD"),
  profile: z.string().default("guarded"),
  instrument: z.array(z.string()).optional(),
  timeframe: timeframeOption.default(3_600_000),
  fast: number.default(20),
  slow: number.default(50),
  atr: number.default(14),
  "atr-mult": number.default(2),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

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
  const accounts = await findAccounts(session.ports.pool, { tenantKey: options.workspace });
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

async function create(session: EngineSession, options: Options): Promise<string> {
  if (options.name === undefined) throw new UsageError("--name is missing: what is the account called?");
  const symbols = directory();
  const instruments = (options.instrument ?? syntheticSymbols()).map((symbol) => symbols.entryOf(symbol).instrument.symbol);
  const settings = strategySettingsSchema.safeParse({
    kind: "ema-atr",
    fast: options.fast,
    slow: options.slow,
    atr: options.atr,
    atrMult: options["atr-mult"],
    timeframeMs: options.timeframe,
    instruments,
  });
  if (!settings.success) throw new UsageError(z.prettifyError(settings.error));
  const tenant = await workspaceOf(session, options.workspace);
  await shipMarkets(session.ports.pool);
  const account = newAccountSchema.parse({
    key: options.key,
    name: options.name,
    marketKey: options.market,
    baseCurrency: options.currency,
    startingBalance: options.balance,
    profileKey: options.profile,
    settings: settings.data,
  });
  const created = await createAccount(session.ports, { tenantId: tenant.id, actor: "command line", account });
  return options.json
    ? JSON.stringify({ id: created.accountId, key: created.accountKey, workspace: tenant.key })
    : `Opened account ${created.accountKey} in workspace ${tenant.key}: ${created.accountId}`;
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const [action = "list"] = input.positionals;
  const act = { list, create }[action];
  if (act === undefined) throw new UsageError(`${action} is no action; write list or create.`);
  await terminal.out(`${await withEngineSession(terminal, (session) => act(session, options))}\n`);
  return EXIT.done;
};
