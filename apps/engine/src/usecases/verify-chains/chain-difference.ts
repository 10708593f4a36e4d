import type { Difference } from "./walk-chain.ts";

/** The first row of one chain that is not what it was, or a checkpoint that it contradicts. */
export type ChainDifference = Difference & {
  readonly chain: "receipts" | "ledger" | "audit" | "checkpoint";
  /** Keys of workspace, account and run; ids where a checkpoint names it; the file of a checkpoint. */
  readonly subject: string;
};
