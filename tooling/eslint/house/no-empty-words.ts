import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { emptyNoun } from "../../names.ts";
import { createRule } from "../create-rule.ts";

export const noEmptyWords = createRule({
  name: "no-empty-words",
  meta: {
    type: "problem",
    docs: { description: "What we declare is named in the field's terms." },
    messages: { empty: '`{{name}}` ends in the empty word "{{word}}": name what it is or does.' },
    schema: [],
  },
  create: (context) => {
    const check = (node: { readonly id: TSESTree.Node | null }): void => {
      if (node.id?.type !== AST_NODE_TYPES.Identifier) return;
      const { name } = node.id;
      const word = emptyNoun(name);
      if (word !== undefined) context.report({ node: node.id, messageId: "empty", data: { name, word } });
    };
    return {
      ClassDeclaration: check,
      FunctionDeclaration: check,
      TSInterfaceDeclaration: check,
      TSTypeAliasDeclaration: check,
      VariableDeclarator: check,
    };
  },
});
