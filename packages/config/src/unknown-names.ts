import { nearestName } from "./nearest-name.ts";
import type { Environment } from "./setting.ts";

/** Names with this prefix are ours alone, so that one we do not know is a typing mistake; tests and tools keep a corner. */
const OWN_PREFIX = /^BALLAST_(?!TEST_)/;
const TEST_CORNER = /^BALLAST_TEST_/;

type Names = {
  readonly env: Environment;
  /** What stands in the clone's `.env`, which nothing but Ballast reads. */
  readonly inFile: readonly string[];
  readonly known: readonly string[];
};

/** One line for each name that looks like a setting and is none; of the rest of the environment nothing is said. */
export function unknownNames({ env, inFile, known }: Names): string[] {
  const suspects = new Set([...Object.keys(env).filter((name) => OWN_PREFIX.test(name)), ...inFile]);
  return [...suspects]
    .filter((name) => !known.includes(name) && !TEST_CORNER.test(name))
    .map((name) => `${name}${inFile.includes(name) ? " in .env" : ""} is not a setting${hint(name, known)}`);
}

function hint(name: string, known: readonly string[]): string {
  const meant = nearestName(name, known) ?? nearestByTail(name, known);
  if (meant !== undefined) return `. Did you mean ${meant}?`;
  const ofPrefix = known.filter((own) => OWN_PREFIX.test(own));
  return OWN_PREFIX.test(name) ? `; those of this prefix are ${ofPrefix.join(", ")}.` : "; take it out.";
}

/** The same thing under another first word: who writes BALLAST_PORT means WEB_PORT. */
function nearestByTail(name: string, known: readonly string[]): string | undefined {
  const tails = new Map(known.toReversed().map((own) => [tailOf(own), own]));
  return tails.get(nearestName(tailOf(name), [...tails.keys()].toReversed()) ?? "");
}

const tailOf = (name: string): string => name.slice(name.indexOf("_") + 1);
