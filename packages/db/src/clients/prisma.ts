import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type ClientBase } from "pg";
import { PrismaClient, type Prisma } from "../generated/client.ts";

type AdapterFactory = Prisma.PrismaClientOptions["adapter"] & object;
type Adapter = Awaited<ReturnType<AdapterFactory["connect"]>>;
type AdapterTransaction = Awaited<ReturnType<Adapter["startTransaction"]>>;

/** The control plane's tables as typed rows. int8 is bigint here; what needs units or sums uses SQL on the same connection. */
export type Models = Prisma.TransactionClient;

/** A row of `markets`. */
export type MarketModel = Prisma.MarketGetPayload<object>;

export type ControlPlane = {
  /** Gives `work` the models on a connection whose transaction is open; whoever opened it ends it, too. */
  readonly join: <T>(client: ClientBase, work: (models: Models) => Promise<T>) => Promise<T>;
};

const POSTGRES = { provider: "postgres", adapterName: "@prisma/adapter-pg" } as const;
/** Above any statement timeout of the caller: Postgres gives up first, and says which statement it was. */
const TRANSACTION_MS_MAX = 60_000;

/** What PrismaPg asks of a pool, answered by one connection. It never opens one of its own. */
function asPool(client: ClientBase): Pool {
  return Object.defineProperty(new Pool(), "query", { value: client.query.bind(client) });
}

/** A connection carries one statement at a time, while Prisma asks for all relations of a row at once. */
function oneAtATime(): <T>(ask: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
}

type Connection = Pick<AdapterTransaction, "queryRaw" | "executeRaw">;

/** Prisma's own adapter on one connection, made once for each connection of the caller's pool. */
function connections(): (client: ClientBase) => Promise<Connection> {
  const known = new WeakMap<ClientBase, Promise<Connection>>();
  const open = async (client: ClientBase): Promise<Connection> => {
    const adapter = await new PrismaPg(asPool(client)).connect();
    const inTurn = oneAtATime();
    return {
      queryRaw: (query) => inTurn(() => adapter.queryRaw(query)),
      executeRaw: (query) => inTurn(() => adapter.executeRaw(query)),
    };
  };
  return (client) => {
    const connection = known.get(client) ?? open(client);
    known.set(client, connection);
    return connection;
  };
}

/** A transaction as Prisma sees it. Its end is left to pg, so that models and SQL are committed as one or not at all. */
function joinedTransaction(connection: Connection): AdapterTransaction {
  return {
    ...POSTGRES,
    ...connection,
    // Begin, commit and rollback are calls to this object instead of statements.
    options: { usePhantomQuery: true },
    commit: () => Promise.resolve(),
    rollback: () => Promise.resolve(),
  };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error("models are read and written inside a workspace's transaction only"));
}

/**
 * Prisma without connections: each of its transactions joins one that is open already. A query
 * outside a transaction has no workspace, so it is refused before it reaches the database.
 */
export function createControlPlane(): ControlPlane {
  const joining = new AsyncLocalStorage<ClientBase>();
  const connectionOf = connections();
  const adapter: Adapter = {
    ...POSTGRES,
    queryRaw: refuse,
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: async () => {
      const client = joining.getStore();
      return client === undefined ? refuse() : joinedTransaction(await connectionOf(client));
    },
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  const prisma = new PrismaClient({ adapter: { ...POSTGRES, connect: () => Promise.resolve(adapter) } });
  return {
    join: (client, work) => joining.run(client, () => prisma.$transaction(work, { timeout: TRANSACTION_MS_MAX })),
  };
}
