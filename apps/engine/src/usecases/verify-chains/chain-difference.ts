import type { Difference } from "./walk-chain.ts";

/** The first row of one chain that is not what it was, a current row that is not what its chain makes it, content without its hash, or a checkpoint that is contradicted. */
export type ChainDifference = Difference & {
  readonly chain: "receipts" | "ledger" | "audit" | "orders" | "balances" | "run" | "contents" | "checkpoint";
  /** Keys of workspace, account and run; ids where a checkpoint names it; the file of a checkpoint; the lineage of a close. */
  readonly subject: string;
};
