import path from "node:path/posix";
import { codeMentions, documents, localLinks, type Mention } from "./markdown.ts";
import type { Check, Tree } from "./tree.ts";

const OUR_PATH = /^(?:apps|packages|tooling|docs|\.github|\.ci)\/[^\s]*$/;
const OUR_FILE = /^\w[\w.-]*\.(?:ts|tsx|mjs|cjs|json|sql|yml|yaml|md|prisma)$/;
const BRACES = /\{([^{}]*,[^{}]*)\}/;

/** A path with its braces written out: `a/{b,c}.ts` is `a/b.ts` and `a/c.ts`. */
function expandBraces(text: string): readonly string[] {
  const braces = BRACES.exec(text);
  if (braces === null) return [text];
  const [whole, options = ""] = braces;
  return options.split(",").flatMap((option) => expandBraces(text.replace(whole, option.trim())));
}

/** Whether a path from the root is a file or a folder; a `*` or `<name>` in it stands for one or more names. */
function exists(tree: Tree, target: string): boolean {
  const trimmed = target.replace(/\/$/, "");
  if (tree.has(trimmed)) return true;
  const pattern = trimmed.replaceAll(/[.+?^$()|[\]\\]/g, "\\$&").replaceAll(/<[^>]*>|\*+|…/g, ".+");
  const wanted = new RegExp(`^${pattern}(?:/|$)`);
  return [...tree.keys()].some((file) => wanted.test(file));
}

function missing(tree: Tree, mention: Mention): readonly string[] {
  const text = mention.text.replace(/:\d+$/, "");
  if (OUR_PATH.test(text)) return expandBraces(text).filter((target) => !exists(tree, target));
  if (OUR_FILE.test(text) && ![...tree.keys()].some((file) => path.basename(file) === text)) return [text];
  return [];
}

/** Paths that our documents name, as links or as code, are there. */
export const checkDocumentPaths: Check = (tree) =>
  documents(tree).flatMap(([file, text]) => {
    const links = localLinks(file, text).filter((link) => !exists(tree, path.normalize(path.join(path.dirname(file), link.text))));
    const named = codeMentions(file, text).flatMap((mention) => missing(tree, mention).map((target) => ({ ...mention, text: target })));
    return [...links, ...named].map(({ line, text: target }) => ({ file, line, message: `names ${target}, which is not there` }));
  });

/** Every file under docs is reached from README.md by links. */
export const checkDocumentsLinked: Check = (tree) => {
  const reached = new Set<string>();
  const waiting = ["README.md"];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = tree.get(file);
    if (text === undefined || reached.has(file)) continue;
    reached.add(file);
    if (!file.endsWith(".md")) continue;
    const folder = path.dirname(file);
    for (const link of localLinks(file, text)) {
      const target = path.normalize(path.join(folder, link.text));
      waiting.push(target, path.join(target, "README.md"));
    }
  }
  return [...tree.keys()]
    .filter((file) => file.startsWith("docs/") && !reached.has(file))
    .map((file) => ({ file, line: 1, message: "is not reached from README.md by links" }));
};
