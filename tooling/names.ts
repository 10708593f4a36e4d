/**
 * What a thing may not be called. A name that fits any content tells nothing about its own: the file
 * grows into the place where everything ends up.
 */
const EMPTY_WORDS = new Set(["util", "utils", "helper", "helpers", "common", "manager", "managers", "service"]);

/** Names that a tool outside this project looks for. */
// prettier-ignore
const GIVEN_NAMES = new Set([
  "README.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md", "CODEOWNERS", "LICENSE", "Dockerfile", "migration_lock.toml",
]);

const KEBAB_SEGMENT = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
/** Next's routes: `[id]`, `[...trpc]`, `(signed-in)`, `@panel`, `_components`. */
const ROUTE_SEGMENT = /^(?:\[{1,2}(?:\.\.\.)?[a-z][a-zA-Z0-9]*\]{1,2}|\([a-z0-9-]+\)|@[a-z0-9-]+|_[a-z0-9-]+)$/;
/** `0001_foundation`: a migration's number and its name. */
const MIGRATION_SEGMENT = /^\d{4}_[a-z0-9_]+$/;

/** The words of a name in any of the usual cases: `parseHTTPBody` is parse, http, body. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** The first word of a file's or folder's name that says nothing, or undefined. */
export function emptyWord(name: string): string | undefined {
  return wordsOf(name).find((word) => EMPTY_WORDS.has(word));
}

/** The noun that a declared name ends in, where that noun says nothing: `OrderManager`, `dateUtils`. */
export function emptyNoun(name: string): string | undefined {
  const noun = wordsOf(name).at(-1);
  return noun !== undefined && EMPTY_WORDS.has(noun) ? noun : undefined;
}

function segmentFault(segment: string, previous: string): string | undefined {
  const word = emptyWord(segment);
  if (word !== undefined) return `"${segment}" holds the empty word "${word}"`;
  if (GIVEN_NAMES.has(segment) || KEBAB_SEGMENT.test(segment) || ROUTE_SEGMENT.test(segment)) return undefined;
  if (previous === "migrations" && MIGRATION_SEGMENT.test(segment)) return undefined;
  return `"${segment}" is not kebab-case`;
}

/** What is wrong with a path's names, from the root of the repository, or undefined. */
export function pathFault(path: string): string | undefined {
  const segments = path.split("/");
  for (const [index, segment] of segments.entries()) {
    const fault = segmentFault(segment, segments[index - 1] ?? "");
    if (fault !== undefined) return fault;
  }
  return undefined;
}
