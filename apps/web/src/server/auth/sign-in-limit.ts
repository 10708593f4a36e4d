/**
 * How often a password may be guessed. Counted in this process's memory: a restart forgets, and each
 * web process counts its own; the price of a guess is argon2id either way. Only wrong guesses count
 * in the end, so no one who knows their password is slowed down by their own visits.
 */

export type SignInTry = { readonly email: string; readonly address: string; readonly nowMs: number };

export type AdmittedTry = {
  /** The password was right: the try is taken back. */
  readonly succeed: () => void;
};

export type SignInLimit = {
  /**
   * Lets a try in, or answers undefined. It counts from here on, before the password is looked at:
   * counted after, a thousand guesses sent at once would all be let in.
   */
  readonly admit: (tried: SignInTry) => AdmittedTry | undefined;
};

const WINDOW_MS = 15 * 60_000;
/** One guesser on one account. */
const PAIR_MAX = 5;
/** One account guessed from many places, however often they change. Higher, since it also locks out its owner. */
const EMAIL_MAX = 30;
/** One place that guesses many accounts. */
const ADDRESS_MAX = 50;
/** Names kept of a kind. Kinds are kept apart, so that made-up addresses can't push out an account that is being guessed. */
const NAMES_MAX = 10_000;

class Tally {
  readonly #max: number;
  readonly #triesByName = new Map<string, readonly number[]>();

  constructor(max: number) {
    this.#max = max;
  }

  isFull(name: string, nowMs: number): boolean {
    return this.#recent(name, nowMs).length >= this.#max;
  }

  add(name: string, nowMs: number): void {
    const tries = [...this.#recent(name, nowMs), nowMs];
    this.#triesByName.delete(name);
    this.#triesByName.set(name, tries);
    if (this.#triesByName.size > NAMES_MAX) this.#dropLeastTried();
  }

  takeBack(name: string, atMs: number): void {
    const tries = this.#triesByName.get(name) ?? [];
    const index = tries.lastIndexOf(atMs);
    if (index < 0) return;
    const left = tries.toSpliced(index, 1);
    if (left.length === 0) this.#triesByName.delete(name);
    else this.#triesByName.set(name, left);
  }

  #recent(name: string, nowMs: number): readonly number[] {
    return (this.#triesByName.get(name) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
  }

  /** Whoever floods the tally with new names drops those, each tried once, and not the one that is guessed. */
  #dropLeastTried(): void {
    let least: { readonly name: string; readonly count: number } | undefined;
    for (const [name, { length: count }] of this.#triesByName) if (least === undefined || count < least.count) least = { name, count };
    if (least !== undefined) this.#triesByName.delete(least.name);
  }
}

export function createSignInLimit(): SignInLimit {
  const pairs = new Tally(PAIR_MAX);
  const emails = new Tally(EMAIL_MAX);
  const addresses = new Tally(ADDRESS_MAX);
  return {
    admit: ({ email, address, nowMs }) => {
      const counted = [
        { tally: pairs, name: `${email} ${address}` },
        { tally: emails, name: email },
        { tally: addresses, name: address },
      ];
      if (counted.some(({ tally, name }) => tally.isFull(name, nowMs))) return undefined;
      for (const { tally, name } of counted) tally.add(name, nowMs);
      return {
        succeed: () => {
          for (const { tally, name } of counted) tally.takeBack(name, nowMs);
        },
      };
    },
  };
}
