import type { z } from "zod";

const shown = (input: unknown): string => (typeof input === "string" ? `"${input.slice(0, 60)}"` : String(input));

/**
 * What is wrong with a value, in words a person would use. Zod's own name types; where a schema has
 * words of its own they stand, and this fills in the rest.
 */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return issue.expected === "int" ? `${shown(issue.input)} is no whole number` : `${shown(issue.input)} is no ${issue.expected}`;
    case "too_small":
      if (issue.origin === "string") return Number(issue.minimum) <= 1 ? "may not be empty" : `needs ${issue.minimum} characters or more`;
      if (issue.origin === "array") return `needs ${issue.minimum} or more`;
      return `${shown(issue.input)} is too small: ${issue.inclusive === false ? "above" : "at least"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string") return `is too long: at most ${issue.maximum} characters`;
      if (issue.origin === "array") return `takes at most ${issue.maximum}`;
      return `${shown(issue.input)} is too large: at most ${issue.maximum}`;
    case "invalid_value":
      if (issue.input === undefined) return "is missing";
      return `${shown(issue.input)} is not known: choose from ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "uuid" ? `${shown(issue.input)} is no id` : `${shown(issue.input)} is no ${issue.format}`;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}
