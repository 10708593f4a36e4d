/** An amount as it comes over the wire: integer units as text, and the decimals of one unit. */
export type Units = { readonly units: string; readonly scale: number };

/** Units as decimal text, exact: `150` at scale 2 is `1.50`. Undefined stays undefined. */
export function unitsToDecimal(amount: Units | undefined): string | undefined {
  if (amount === undefined) return undefined;
  const isNegative = amount.units.startsWith("-");
  const digits = (isNegative ? amount.units.slice(1) : amount.units).padStart(amount.scale + 1, "0");
  const whole = digits.slice(0, digits.length - amount.scale);
  const fraction = digits.slice(digits.length - amount.scale);
  return `${isNegative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Units as a double, for drawing and for sorting only; never a way back to money. */
export function unitsToNumber(amount: Units | undefined): number | undefined {
  const text = unitsToDecimal(amount);
  return text === undefined ? undefined : Number(text);
}
