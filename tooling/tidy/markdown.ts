import { matchesByLine, type Tree } from "./tree.ts";

/** A piece of a document with the line it stands on. */
export type Mention = { readonly file: string; readonly line: number; readonly text: string };

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const CODE_SPAN = /`([^`]+)`/g;
const FENCE = /^\s*```/;

/** Our own prose; what a package ships in node_modules is not in the tree. */
export function documents(tree: Tree): readonly (readonly [file: string, text: string])[] {
  return [...tree].filter(([file]) => file.endsWith(".md"));
}

/** Targets of the links of one document, without their fragments; links to elsewhere are left out. */
export function localLinks(file: string, text: string): readonly Mention[] {
  return matchesByLine(text, LINK)
    .map(({ line, match }) => ({ file, line, text: (match[1] ?? "").replace(/#.*$/, "") }))
    .filter((link) => link.text !== "" && !/^[a-z]+:/.test(link.text));
}

/** Code spans of one document, and the lines of its fenced blocks. */
export function codeMentions(file: string, text: string): readonly Mention[] {
  let isFenced = false;
  return text.split("\n").flatMap((content, index): readonly Mention[] => {
    const line = index + 1;
    if (FENCE.test(content)) {
      isFenced = !isFenced;
      return [];
    }
    if (isFenced) return [{ file, line, text: content.trim() }];
    return [...content.matchAll(CODE_SPAN)].map((match) => ({ file, line, text: match[1] ?? "" }));
  });
}
