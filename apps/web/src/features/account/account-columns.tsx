import { unitsToNumber } from "@ballast/ui/format/units";
import { Age } from "@ballast/ui/primitives/age";
import { ModeBadge } from "@ballast/ui/primitives/mode-badge";
import type { Column } from "@ballast/ui/table/column";
import { outcomeWord } from "../decisions/decision-words.ts";
import type { AccountRow } from "../shell/answers.ts";
import { amountText, moneyText } from "../shell/money-text.ts";
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

/** Whose figures stand in the row. */
function bookText({ ofRun, state }: AccountRow): string {
  if (ofRun !== undefined) return `run ${ofRun.key}, ${ofRun.state}`;
  return state === "waiting" ? "none yet" : "follows its market";
}

type Shown = {
  readonly hrefOf: (row: AccountRow) => string;
  /** Now on each market's clock, so that the age of a decision is told in the time it was made in. */
  readonly clockOf: (row: AccountRow) => number | undefined;
  /** Stands in the headers where every row has it; undefined where each figure must name its own. */
  readonly currency: string | undefined;
};

/** What stands in the list of accounts. */
export function accountColumns({ hrefOf, clockOf, currency }: Shown): readonly Column<AccountRow>[] {
  const unit = currency === undefined ? {} : { unit: currency };
  const isBare = currency !== undefined;
  const amount = isBare ? amountText : moneyText;
  return [
    {
      key: "name",
      header: "Account",
      value: (row) => row.name,
      cell: (row) => (
        <>
          <NavLink
            href={hrefOf(row)}
            className="quiet-link font-medium max-md:inline-block max-md:max-w-20 max-md:leading-4 max-md:whitespace-normal"
          >
            {row.name}
          </NavLink>
          {row.ofRun !== undefined && (
            <span
              className="inline-block max-w-20 truncate align-bottom text-12 text-ink-muted max-md:block max-md:leading-4 md:ml-2"
              title={bookText(row)}
            >
              {row.ofRun.key}
            </span>
          )}
        </>
      ),
    },
    { key: "state", header: "State", value: (row) => row.state, cell: (row) => <AccountStateBadge state={row.state} isMarkOnPhone /> },
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
    {
      key: "equity",
      header: "Equity",
      ...unit,
      align: "right",
      value: (row) => unitsToNumber(row.equity),
      cell: (row) => amount(row.equity),
    },
    {
      key: "today",
      header: "PnL today",
      ...unit,
      align: "right",
      value: (row) => unitsToNumber(row.pnlToday),
      cell: (row) => <PnlFigure money={row.pnlToday} isBare={isBare} />,
    },
    {
      key: "total",
      header: "PnL in all",
      ...unit,
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.pnlTotal),
      cell: (row) => <PnlFigure money={row.pnlTotal} isBare={isBare} />,
    },
    {
      key: "exposure",
      header: "Exposure",
      ...unit,
      align: "right",
      isWide: true,
      value: (row) => unitsToNumber(row.exposure),
      cell: (row) => amount(row.exposure),
    },
    { key: "positions", header: "Held", align: "right", isWide: true, value: (row) => row.positions },
    { key: "orders", header: "Orders", align: "right", isWide: true, value: (row) => row.openOrders },
    { key: "book", header: "Book", isHidden: true, isWide: true, value: bookText },
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
