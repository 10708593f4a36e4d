import type { TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";

export const nothingWaits = createRule({
  name: "nothing-waits",
  meta: {
    type: "problem",
    docs: { description: "Nothing in core waits: no async function, await or dynamic import." },
    messages: { waits: "nothing in core waits: the caller fetches, core computes." },
    schema: [],
  },
  create: (context) => {
    const report = (node: TSESTree.Node): void => context.report({ node, messageId: "waits" });
    return {
      ":function[async=true]": report,
      "ForOfStatement[await=true]": report,
      AwaitExpression: report,
      ImportExpression: report,
      TSImportEqualsDeclaration: report,
    };
  },
});
