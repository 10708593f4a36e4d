/** SQLSTATEs that are answers, not failures: the database's own refusals (BL…) and a taken key. */
const STATES = { used_up: "BL012", last_owner: "BL013", not_approved: "BL014", not_unique: "23505" } as const;

/** Whether Postgres refused for exactly this reason. */
export function isRefusal(error: unknown, reason: keyof typeof STATES): boolean {
  return error instanceof Error && "code" in error && error.code === STATES[reason];
}
