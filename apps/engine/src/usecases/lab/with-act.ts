import type { ClientBase } from "pg";

/** Written in the transaction of an act, so that neither stands without the other. */
export type WithAct = (client: ClientBase, result: unknown) => Promise<void>;
