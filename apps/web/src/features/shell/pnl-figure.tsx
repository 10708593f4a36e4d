import { unitsToDecimal } from "@ballast/ui/format/units";
import { Delta } from "@ballast/ui/primitives/delta";
import type { Money } from "../../server/contract/money.ts";
import { pnlText, signedText } from "./money-text.ts";

type PnlFigureProps = { readonly money: Money | undefined; readonly isBare?: boolean; readonly hasArrow?: boolean };

/** A gain or loss: signed, coloured, and with an arrow where it stands alone. */
export function PnlFigure({ money, isBare = false, hasArrow = false }: PnlFigureProps) {
  return <Delta amount={unitsToDecimal(money)} text={isBare ? signedText(money) : pnlText(money)} hasArrow={hasArrow} />;
}
