/** One named value of a fact or a refusal: `limitPercent`, `23.4`. */
export type NamedValue = readonly [name: string, value: string];
