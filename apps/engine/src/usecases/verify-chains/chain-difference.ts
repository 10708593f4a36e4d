import type { Difference } from "./walk-chain.ts";

/** The first row of one chain that is not what it was, a current row that is not what its chain makes it, or a checkpoint that is contradicted. */
export type ChainDifference = Difference & {
  readonly chain: "receipts" | "ledger" | "audit" | "orders" | "balances" | "run" | "checkpoint";
  /** Keys of workspace, account and run; ids where a checkpoint names it; the file of a checkpoint. */
  readonly subject: string;
};
