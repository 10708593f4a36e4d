/** Says that whoever prepared the input does not offer this part of it at all. */
export const UNDECLARED = "undeclared";

/**
 * A part of an input that not every market offers (law 5). Undeclared: there is nothing to look at,
 * and a check is NOT_APPLICABLE (in live it refuses). Undefined: it is offered and missing now, which refuses.
 */
export type Declared<T> = T | typeof UNDECLARED | undefined;
