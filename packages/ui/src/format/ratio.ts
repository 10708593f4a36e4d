import { MINUS, UNDEFINED_TEXT, UNIT_SPACE } from "./decimal.ts";

type SignRule = { readonly sign?: "negative" | "always" };

function withSign(value: number, decimals: number, rule: SignRule): string {
  const body = Math.abs(value).toFixed(decimals);
  if (Number(body) === 0) return body;
  if (value < 0) return `${MINUS}${body}`;
  return rule.sign === "always" ? `+${body}` : body;
}

function isShowable(value: number | undefined | null): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A ratio as percent with one decimal: `0.2341` is `23.4 %`; `–` where it is undefined. */
export function formatPercent(ratio: number | undefined | null, rule: SignRule = {}): string {
  return isShowable(ratio) ? `${withSign(ratio * 100, 1, rule)}${UNIT_SPACE}%` : UNDEFINED_TEXT;
}

/** A ratio in basis points, as traders say fees and slippage: `0.0026` is `26 bp`. */
export function formatBasisPoints(ratio: number | undefined | null, rule: SignRule = {}): string {
  if (!isShowable(ratio)) return UNDEFINED_TEXT;
  const points = ratio * 10_000;
  const decimals = Math.abs(points - Math.round(points)) < 0.05 ? 0 : 1;
  return `${withSign(points, decimals, rule)}${UNIT_SPACE}bp`;
}

/** A plain figure (an indicator, a ratio) with a stated number of decimals. */
export function formatFigure(value: number | undefined | null, decimals: number): string {
  if (!isShowable(value)) return UNDEFINED_TEXT;
  const [whole = "0", fraction] = withSign(value, decimals, {}).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A count with thousands apart. */
export function formatCount(count: number | undefined): string {
  return formatFigure(count, 0);
}
