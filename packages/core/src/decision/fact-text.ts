/** A real minus, as wide as the plus. */
const MINUS = "−";

/** Zero has no sign, and neither has what rounds to it. */
function signed(value: number, decimals: number): string {
  const body = Math.abs(value).toFixed(decimals);
  if (Number(body) === 0) return body;
  return value < 0 ? `${MINUS}${body}` : `+${body}`;
}

/** Facts that a receipt keeps as whole doubles, by how they are read. */
const READ_AS: Readonly<Record<string, (value: number) => string>> = {
  deviation: (value) => `${signed(value, 2)} σ`,
  hourReturn: (value) => `${signed(value * 100, 2)} %`,
  monthStdev: (value) => `${(value * 100).toFixed(2)} %`,
  widening: (value) => value.toFixed(1),
  volatilityIndex: (value) => value.toFixed(1),
  trend: (value) => signed(value, 2),
  confidence: (value) => `${(value * 100).toFixed(0)} %`,
};

/**
 * A fact as a sentence has it. A receipt keeps every digit of a double, because its hash and its replay
 * need them; a reader needs the unit and the digits that mean something. Text that is no number stays.
 */
export function factText(name: string, value: string): string {
  const read = Object.hasOwn(READ_AS, name) ? READ_AS[name] : undefined;
  const number = Number(value);
  return read === undefined || value === "" || !Number.isFinite(number) ? value : read(number);
}
