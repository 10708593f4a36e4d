import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";

function isConst(type: TSESTree.TypeNode): boolean {
  return type.type === AST_NODE_TYPES.TSTypeReference && type.typeName.type === AST_NODE_TYPES.Identifier && type.typeName.name === "const";
}

export const noAssertion = createRule({
  name: "no-assertion",
  meta: {
    type: "problem",
    docs: { description: "A type is parsed at the border, never asserted; `as` lives in mappers." },
    messages: { asserted: "`as` tells the compiler what nobody checked: parse it, narrow it, or move it to a mapper." },
    schema: [],
  },
  create: (context) => ({
    TSAsExpression(node) {
      if (!isConst(node.typeAnnotation)) context.report({ node, messageId: "asserted" });
    },
    TSTypeAssertion(node) {
      context.report({ node, messageId: "asserted" });
    },
  }),
});
