import { z } from "zod";
import { ROLES, type Role } from "../permissions.ts";

const roleSchema = z.enum(ROLES);

/** int8 of a model, a count or epoch milliseconds. Beyond 2^53 a number would lie, so it throws. */
export function int8(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`int8 beyond what a number holds exactly: ${value}`);
  return number;
}

/** The role in a row; one that this release does not know is an error, never a guess. */
export function roleOf(row: { readonly role: string }): Role {
  return roleSchema.parse(row.role);
}
