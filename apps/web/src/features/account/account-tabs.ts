/** Parts of an account's page, as its address names them. */
export const ACCOUNT_TABS = [
  { value: "holdings", label: "Holdings" },
  { value: "lots", label: "Lots" },
  { value: "orders", label: "Orders" },
  { value: "fills", label: "Fills" },
  { value: "pnl", label: "PnL" },
  { value: "equity", label: "Equity" },
  { value: "status", label: "Status" },
] as const;

export type AccountTabName = (typeof ACCOUNT_TABS)[number]["value"];

/** The tab that an address names; the first where it names none that there is. */
export function toAccountTab(text: string | undefined): AccountTabName {
  return ACCOUNT_TABS.find((tab) => tab.value === text)?.value ?? "holdings";
}

/** What the parts of the page ask about: an account in one of its runs. */
export type InAccount = { readonly workspaceId: string; readonly accountId: string; readonly runId?: string };
