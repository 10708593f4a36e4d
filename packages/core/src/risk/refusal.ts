/** Why the gate said no: a stable code with its facts. A value, never an exception. */
export type Refusal = {
  readonly check: string;
  readonly code: string;
  readonly symbol: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
};
