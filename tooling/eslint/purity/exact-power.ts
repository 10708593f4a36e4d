import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";

/** Whether an operand is a bigint by its form. One is enough: ECMAScript throws on a mixed pair. */
function isBigint(node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.Literal) return "bigint" in node;
  return node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === "BigInt";
}

export const exactPower = createRule({
  name: "exact-power",
  meta: {
    type: "problem",
    docs: { description: "Powers in core are powers of bigints; those of doubles differ between engine versions." },
    messages: { inexact: "a power of doubles differs between engines: multiply, use powerOfTen, or make an operand a bigint." },
    schema: [],
  },
  create: (context) => ({
    "BinaryExpression[operator='**']"(node: TSESTree.BinaryExpression) {
      if (!isBigint(node.left) && !isBigint(node.right)) context.report({ node, messageId: "inexact" });
    },
    "AssignmentExpression[operator='**=']"(node: TSESTree.AssignmentExpression) {
      if (!isBigint(node.right)) context.report({ node, messageId: "inexact" });
    },
  }),
});
