import { formatBasisPoints } from "@ballast/ui/format/ratio";
import { unitsToNumber } from "@ballast/ui/format/units";
import type { FillRow } from "../shell/answers.ts";

/** How much worse than the reference price a fill was, in basis points of it: positive costs, whichever the side. */
export function slippageText(fill: Pick<FillRow, "side" | "price" | "referencePrice">): string {
  const price = unitsToNumber(fill.price);
  const reference = unitsToNumber(fill.referencePrice);
  if (price === undefined || reference === undefined || reference <= 0) return formatBasisPoints(undefined);
  const worse = fill.side === "buy" ? price - reference : reference - price;
  return formatBasisPoints(worse / reference, { sign: "always" });
}
