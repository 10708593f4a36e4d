import { formatPercent } from "@ballast/ui/format/ratio";
import { unitsToNumber } from "@ballast/ui/format/units";
import { LiveValue } from "@ballast/ui/primitives/live-value";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { AccountDetail } from "../shell/answers.ts";
import { moneyText } from "../shell/money-text.ts";
import { PnlFigure } from "../shell/pnl-figure.tsx";

/** A part of a whole, for reading only; undefined where there is no whole. */
function shareOf(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : part / whole;
}

/** The four figures that tell whether the account's money is safe. */
export function AccountFigures({ account }: { readonly account: AccountDetail }) {
  const { equity, pnlToday, pnlTotal, exposure, starting } = account;
  const total = shareOf(unitsToNumber(pnlTotal), unitsToNumber(starting));
  return (
    <StatRow>
      <StatTile
        isLead
        label="Equity"
        value={<LiveValue value={equity?.units}>{moneyText(equity)}</LiveValue>}
        note={`Began with ${moneyText(starting)}`}
      />
      <StatTile
        isLead
        label="PnL today"
        value={
          <LiveValue value={pnlToday?.units}>
            <PnlFigure money={pnlToday} hasArrow />
          </LiveValue>
        }
        note="Since 00:00 UTC"
      />
      <StatTile
        isLead
        label="PnL in all"
        value={
          <LiveValue value={pnlTotal?.units}>
            <PnlFigure money={pnlTotal} hasArrow />
          </LiveValue>
        }
        note={`${formatPercent(total, { sign: "always" })} of the start`}
      />
      <StatTile
        isLead
        label="Exposure"
        value={<LiveValue value={exposure?.units}>{formatPercent(shareOf(unitsToNumber(exposure), unitsToNumber(equity)))}</LiveValue>}
        note={`${moneyText(exposure)} · ${account.positions} held`}
      />
    </StatRow>
  );
}
