/**
 * How often a sign-in may fail. Counted in this process's memory: a restart forgets, and each web
 * process counts its own; the price of a guess is argon2id either way. Only failures count, so no
 * one who knows their password is slowed down by their own visits.
 */

export type SignInTry = { readonly email: string; readonly address: string; readonly nowMs: number };

export type SignInLimit = {
  /** When the next try is let in; undefined where it is now. */
  readonly blockedUntil: (tried: SignInTry) => number | undefined;
  readonly countFailure: (tried: SignInTry) => void;
};

const WINDOW_MS = 15 * 60_000;
/** One guesser on one address book entry. */
const FAILURES_PAIR_MAX = 5;
/** One address book entry guessed from many places. Higher, since it also locks out its owner. */
const FAILURES_EMAIL_MAX = 30;
/** One place that guesses many entries. */
const FAILURES_ADDRESS_MAX = 50;
/** Keys kept; beyond it the oldest go, so that a flood of made-up addresses can't fill the memory. */
const KEYS_MAX = 10_000;

function limitsOf({ email, address }: SignInTry): readonly (readonly [key: string, max: number])[] {
  return [
    [`pair ${email} ${address}`, FAILURES_PAIR_MAX],
    [`email ${email}`, FAILURES_EMAIL_MAX],
    [`address ${address}`, FAILURES_ADDRESS_MAX],
  ];
}

export function createSignInLimit(): SignInLimit {
  const failuresByKey = new Map<string, readonly number[]>();
  const recent = (key: string, nowMs: number): readonly number[] =>
    (failuresByKey.get(key) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
  return {
    blockedUntil: (tried) => {
      const blocks = limitsOf(tried).flatMap(([key, max]) => {
        const freeing = recent(key, tried.nowMs).at(-max);
        return freeing === undefined ? [] : [freeing + WINDOW_MS];
      });
      return blocks.length === 0 ? undefined : Math.max(...blocks);
    },
    countFailure: (tried) => {
      for (const [key, max] of limitsOf(tried)) {
        const failures = [...recent(key, tried.nowMs), tried.nowMs].slice(-max);
        failuresByKey.delete(key);
        failuresByKey.set(key, failures);
      }
      while (failuresByKey.size > KEYS_MAX) {
        const oldest = failuresByKey.keys().next();
        if (oldest.done === true) break;
        failuresByKey.delete(oldest.value);
      }
    },
  };
}
