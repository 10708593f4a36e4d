import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";
import { globalReferences } from "../global-references.ts";
import { propertyName } from "../static-name.ts";

/** What reads the host's clock or dice, by the global it hangs on. */
const AMBIENT: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Date", new Set(["now"])],
  ["Math", new Set(["random"])],
  ["performance", new Set(["now", "timeOrigin"])],
  ["process", new Set(["hrtime", "uptime"])],
]);

/** Whether a mention of a global reads the clock or the dice: `Date.now`, `new Date()`, `Date()`. */
function isAmbient(mention: TSESTree.Node, name: string): boolean {
  const user = mention.parent;
  if (user?.type === AST_NODE_TYPES.MemberExpression && user.object === mention)
    return AMBIENT.get(name)?.has(propertyName(user) ?? "") ?? false;
  if (name !== "Date") return false;
  if (user?.type === AST_NODE_TYPES.NewExpression && user.callee === mention) return user.arguments.length === 0;
  return user?.type === AST_NODE_TYPES.CallExpression && user.callee === mention;
}

export const noAmbientClock = createRule({
  name: "no-ambient-clock",
  meta: {
    type: "problem",
    docs: { description: "Now and chance are handed in; only the stated edges read them from the host." },
    messages: { ambient: "take the clock (or the seed) as an argument: only the edges named in eslint.config.mjs read the host's." },
    schema: [],
  },
  create: (context) => ({
    Program() {
      for (const { identifier } of globalReferences(context.sourceCode)) {
        if (typeof identifier.name === "string" && isAmbient(identifier, identifier.name))
          context.report({ node: identifier, messageId: "ambient" });
      }
    },
  }),
});
