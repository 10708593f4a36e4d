import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const BYTES_MAX = 4 * 1024 * 1024;

/** The text of a repository by path from its root. Files that are not text are there with no text. */
export type Tree = ReadonlyMap<string, string>;

/** One thing that is not in order: where it is and how it should be. Lines count from 1. */
export type Finding = { readonly file: string; readonly line: number; readonly message: string };

export type Check = (tree: Tree) => readonly Finding[];

function textOf(file: string): string {
  if (statSync(file).size > BYTES_MAX) return "";
  const text = readFileSync(file, "utf8");
  return text.includes("\u0000") ? "" : text;
}

/** What git knows of or would take in: the repository as it would be committed. */
export function readTree(root: string): Tree {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  const files = [...new Set(listed.split("\0"))].filter((file) => file !== "" && existsSync(path.join(root, file))).toSorted();
  return new Map(files.map((file) => [file, textOf(path.join(root, file))]));
}

/** Every match of a pattern in a text, with the line it stands on. The pattern must be global. */
export function matchesByLine(text: string, pattern: RegExp): readonly { readonly line: number; readonly match: RegExpExecArray }[] {
  return text.split("\n").flatMap((content, index) => [...content.matchAll(pattern)].map((match) => ({ line: index + 1, match })));
}
