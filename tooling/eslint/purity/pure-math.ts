import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";
import { globalReferences } from "../global-references.ts";

/** The members of Math whose every bit ECMAScript prescribes; the rest differ between engine versions. */
const EXACT = new Set(["abs", "ceil", "floor", "imul", "max", "min", "round", "sign", "sqrt", "trunc"]);

/** Whether a mention of Math is the `Math` in `Math.floor(…)`, for an exact member. */
function isExactCall(mention: TSESTree.Node): boolean {
  const member = mention.parent;
  if (member?.type !== AST_NODE_TYPES.MemberExpression || member.object !== mention || member.computed) return false;
  if (member.property.type !== AST_NODE_TYPES.Identifier || !EXACT.has(member.property.name)) return false;
  return member.parent.type === AST_NODE_TYPES.CallExpression && member.parent.callee === member;
}

export const pureMath = createRule({
  name: "pure-math",
  meta: {
    type: "problem",
    docs: { description: "Core takes from Math only what every engine computes to the same bit." },
    messages: { inexact: "Math is lawful only as a call of {{exact}}, written `Math.x(…)`; exp, log and pow live in numeric." },
    schema: [],
  },
  create: (context) => ({
    Program() {
      for (const { identifier, isValueReference } of globalReferences(context.sourceCode)) {
        if (identifier.name !== "Math" || !isValueReference || isExactCall(identifier)) continue;
        context.report({ node: identifier, messageId: "inexact", data: { exact: [...EXACT].join(", ") } });
      }
    },
  }),
});
