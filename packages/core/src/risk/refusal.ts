/** Named values in a fixed order; units stand in the name (`freeUnits`, `ageMs`, `limitPercent`). */
export type FactValues = readonly (readonly [name: string, value: string])[];

/** Why the gate said no: a stable code with its facts. A value, never an exception. */
export type Refusal = {
  readonly check: string;
  readonly code: string;
  readonly symbol: string;
  readonly facts: FactValues;
};
