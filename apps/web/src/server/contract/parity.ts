import type { ParityReport } from "@ballast/core/backtest/parity-report";
import type { CommandState } from "./account.ts";

/** What the engine is asked by to put an account beside its backtest. */
export const PARITY_KIND = "account.parity";

/** The comparison that was asked for last, or the one that is named; `report` is there once the engine is done. */
export type ParityState = {
  readonly commandId: string;
  readonly state: CommandState["state"];
  readonly requestedAtMs: number;
  readonly message: string | undefined;
  readonly report: ParityReport | undefined;
};
