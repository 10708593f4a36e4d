import { ZodError } from "zod";

const NOT_OURS = "This address or request is not one of ours.";

/** Rules of ours are worded for people and begin in lower case; a schema's own words are for programmers. */
function isForPeople(message: string): boolean {
  return /^[a-z]/.test(message);
}

/** What is wrong with an input, in words; undefined where the error is about something else. */
export function inputWords(cause: unknown): string | undefined {
  if (!(cause instanceof ZodError)) return undefined;
  const rules = [...new Set(cause.issues.map(({ message }) => message).filter(isForPeople))];
  if (rules.length === 0) return NOT_OURS;
  const words = rules.join("; ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
