import { unitsToNumber } from "@ballast/ui/format/units";
import { Age } from "@ballast/ui/primitives/age";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import type { Column } from "@ballast/ui/table/column";
import { outcomeWord } from "../decisions/decision-words.ts";
import type { AccountRow } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { PnlFigure } from "../shell/pnl-figure.tsx";
import { AccountStateBadge } from "./account-state-badge.tsx";

function AccountMode({ row }: { readonly row: AccountRow }) {
  return (
    <span className="inline-flex gap-1.5 align-middle">
      <ModeBadge mode={row.mode} />
      {row.market.isSynthetic && <ModeBadge mode="synthetic" isCompact />}
    </span>
  );
}

type HrefOf = (row: AccountRow) => string;
/** Now on each market's clock, so that the age of a decision is told in the time it was made in. */
type ClockOf = (row: AccountRow) => number | undefined;

/** What stands in the list of accounts. */
export function accountColumns(hrefOf: HrefOf, clockOf: ClockOf): readonly Column<AccountRow>[] {
  return [
    {
      key: "name",
      header: "Account",
      value: (row) => row.name,
      cell: (row) => (
        <NavLink href={hrefOf(row)} className="quiet-link font-medium">
          {row.name}
        </NavLink>
      ),
    },
    { key: "state", header: "State", value: (row) => row.state, cell: (row) => <AccountStateBadge state={row.state} /> },
    {
      key: "mode",
      header: "Mode",
      isWide: true,
      value: (row) => (row.market.isSynthetic ? `${row.mode}, synthetic` : row.mode),
      cell: (row) => <AccountMode row={row} />,
    },
    {
      key: "market",
      header: "Market",
      isHidden: true,
      isWide: true,
      value: (row) => row.market.name,
    },
    { key: "equity", header: "Equity", align: "right", value: (row) => unitsToNumber(row.equity), cell: (row) => moneyText(row.equity) },
    {
      key: "today",
      header: "PnL today",
      align: "right",
      value: (row) => unitsToNumber(row.pnlToday),
      cell: (row) => <PnlFigure money={row.pnlToday} isBare />,
    },
    {
      key: "total",
      header: "PnL in all",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.pnlTotal),
      cell: (row) => <PnlFigure money={row.pnlTotal} isBare />,
    },
    {
      key: "exposure",
      header: "Exposure",
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.exposure),
      cell: (row) => moneyText(row.exposure),
    },
    { key: "positions", header: "Positions", align: "right", isWide: true, value: (row) => row.positions },
    { key: "orders", header: "Open orders", align: "right", isWide: true, value: (row) => row.openOrders },
    {
      key: "last",
      header: "Last decision",
      isWide: true,
      value: (row) => row.lastDecision?.atMs,
      cell: (row) =>
        row.lastDecision === undefined ? (
          "–"
        ) : (
          <span className="text-ink-muted">
            {outcomeWord(row.lastDecision.outcome)}, <Age atMs={row.lastDecision.atMs} {...clockProp(clockOf(row))} />
          </span>
        ),
    },
    { key: "profile", header: "Risk profile", isHidden: true, isWide: true, value: (row) => `${row.profile.key} v${row.profile.version}` },
    { key: "strategy", header: "Strategy", isHidden: true, isWide: true, value: (row) => `${row.settings.key} v${row.settings.version}` },
  ];
}

function clockProp(clockMs: number | undefined): { readonly clockMs?: number } {
  return clockMs === undefined ? {} : { clockMs };
}
