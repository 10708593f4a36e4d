import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";
import { propertyName } from "../static-name.ts";

/** Properties that lead out of pure code from any object, with what each would let in. */
const IMPURE: ReadonlyMap<string, string> = new Map([
  ["toLocaleString", "the locale of the host"],
  ["toLocaleDateString", "the locale of the host"],
  ["toLocaleTimeString", "the locale of the host"],
  ["toLocaleUpperCase", "the locale of the host"],
  ["toLocaleLowerCase", "the locale of the host"],
  ["localeCompare", "the locale of the host"],
  ["stack", "paths and line numbers of the build"],
  ["captureStackTrace", "paths and line numbers of the build"],
  ["prepareStackTrace", "paths and line numbers of the build"],
  ["stackTraceLimit", "paths and line numbers of the build"],
  ["constructor", "the function that compiles text"],
  ["__proto__", "a prototype that others share"],
  ...["lastMatch", "lastParen", "leftContext", "rightContext", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"].map(
    (name) => [name, "what another call matched last"] as const,
  ),
  ["then", "a wait"],
  ["finally", "a wait"],
  ["fromAsync", "a wait"],
  ["asyncIterator", "a wait"],
  ["parseAsync", "a wait"],
  ["safeParseAsync", "a wait"],
]);

export const pureProperties = createRule({
  name: "pure-properties",
  meta: {
    type: "problem",
    docs: { description: "Core touches no property that leads to locale, build, compiler or a wait." },
    messages: { impure: "core is pure: `.{{name}}` lets in {{what}}." },
    schema: [],
  },
  create: (context) => {
    const check = (node: TSESTree.MemberExpression | TSESTree.Property): void => {
      const name = propertyName(node);
      const what = name === undefined ? undefined : IMPURE.get(name);
      if (name !== undefined && what !== undefined) context.report({ node, messageId: "impure", data: { name, what } });
    };
    return {
      MemberExpression: check,
      Property(node) {
        if (node.parent.type === AST_NODE_TYPES.ObjectPattern) check(node);
      },
    };
  },
});
