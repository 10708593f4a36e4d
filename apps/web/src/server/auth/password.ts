import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with the parameters that OWASP names first for it (Password Storage Cheat Sheet): 19 MiB,
 * two passes, one lane; about 20 ms of one core here. They stand in the hash itself, so raising them
 * later keeps old passwords valid.
 */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
/** Argon2id in the binding's enumeration, which type stripping can't import. */
const ARGON2ID = 2;
const OPTIONS = { algorithm: ARGON2ID, memoryCost: MEMORY_KIB, timeCost: PASSES, parallelism: LANES } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/**
 * Whether the password is the one behind the hash. Where there is no such person, a decoy is checked
 * at the same cost, so that the time taken does not tell which addresses have an account.
 */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  const isRight = await verify(stored ?? (await decoy()), password);
  return isRight && stored !== undefined;
}

let decoyHash: Promise<string> | undefined;

function decoy(): Promise<string> {
  decoyHash ??= hashPassword("no one has this password");
  return decoyHash;
}
