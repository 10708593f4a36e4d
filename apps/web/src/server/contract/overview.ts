import type { AccountEquity } from "./account.ts";
import type { DecisionRow } from "./decision.ts";
import type { Money } from "./money.ts";

/** The accounts of one base currency together: currencies are never added up without a rate. */
export type CurrencySummary = {
  readonly currency: string;
  readonly scale: number;
  /** Open accounts. */
  readonly accounts: number;
  /** Those of them with a book that follows its market: the sums are over these. */
  readonly followingAccounts: number;
  /** Undefined, as the other sums are, where no account follows its market: 0 would be a claim. */
  readonly equity: Money | undefined;
  readonly pnlToday: Money | undefined;
  readonly pnlTotal: Money | undefined;
  readonly exposure: Money | undefined;
  /** Exposure ÷ equity, 0–1; undefined where equity is not positive. */
  readonly exposureShare: number | undefined;
  /** At most 500 points, ascending. */
  readonly curve: readonly { readonly atMs: number; readonly units: string }[];
  /** Stretches of the curve in which an outage left no mark. */
  readonly gaps: AccountEquity["gaps"];
};

/** Something that only a person can move on. */
export type WaitingItem = {
  readonly kind:
    | "incident"
    | "halt_in_force"
    | "halt_release"
    | "order_unknown"
    | "role_request"
    | "limit_raise"
    | "invitation_open"
    | "command_stuck"
    | "no_account";
  readonly title: string;
  readonly detail: string;
  readonly sinceMs: number | undefined;
  /** Address within the workspace, such as `members`; undefined where there is no page for it yet. */
  readonly path: string | undefined;
};

export type OverviewSummary = {
  readonly isSynthetic: boolean;
  /** Every open account, the same number as in the band of each page. */
  readonly accounts: number;
  readonly currencies: readonly CurrencySummary[];
  readonly lastDecisions: readonly DecisionRow[];
  readonly waiting: readonly WaitingItem[];
};
