import { DatabaseError } from "pg";

/** Classes of SQLSTATE with which Postgres refuses the rows themselves: bad data, constraints, and what our own triggers raise. */
const REFUSED_ROWS = /^(22|23|BL|P0)/;

/** Whether the database refused rows for what they hold: no other try would be let through. A lost connection or a deadlock is not that. */
export function isRefusalOfRows(error: unknown): error is Error {
  return error instanceof DatabaseError && error.code !== undefined && REFUSED_ROWS.test(error.code);
}
