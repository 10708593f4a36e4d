import type { ReceiptView } from "../shell/answers.ts";

/** Where a receipt's prices are from. No venue delivers prices yet: what is not generated was imported, under a name for its source. */
export function priceWords({ isSynthetic, priceSource }: Pick<ReceiptView, "isSynthetic" | "priceSource">): string {
  if (isSynthetic) return "synthetic: generated, not from a venue";
  return priceSource === undefined ? "–" : `imported files, source ${priceSource}`;
}
