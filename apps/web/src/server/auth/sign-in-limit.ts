export type SignInLimit = {
  /** Undefined where another try is let in; otherwise when the next one is. */
  readonly blockedUntil: (tried: { readonly email: string; readonly address: string; readonly nowMs: number }) => number | undefined;
  readonly countFailure: (tried: { readonly email: string; readonly address: string; readonly nowMs: number }) => void;
};
