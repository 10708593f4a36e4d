import { wordsOf } from "@ballast/core/decision/reason-codes";
import type { Halt } from "../shell/answers.ts";
import { BROKEN_WORDS, brokenBookText } from "../shell/halt-words.ts";

/** Why a halt was set: a person's own words in quotes, or what the engine saw as a sentence. */
export function haltWhy({ code, facts, reason }: Pick<Halt, "code" | "facts" | "reason">): string {
  if (brokenBookText({ reason }) !== undefined) return BROKEN_WORDS;
  return code === undefined ? `“${reason}”.` : wordsOf(code, facts ?? []);
}
