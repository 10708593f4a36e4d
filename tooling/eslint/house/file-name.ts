import path from "node:path";
import { pathFault } from "../../names.ts";
import { createRule } from "../create-rule.ts";

export const fileName = createRule({
  name: "file-name",
  meta: {
    type: "problem",
    docs: { description: "Files and folders are kebab-case and carry no empty words." },
    messages: { misnamed: "{{fault}}: name what it holds, in the field's terms, kebab-case." },
    schema: [],
  },
  create: (context) => ({
    Program(node) {
      const fault = pathFault(path.relative(context.cwd, context.filename).replaceAll(path.sep, "/"));
      if (fault !== undefined) context.report({ node, loc: { line: 1, column: 0 }, messageId: "misnamed", data: { fault } });
    },
  }),
});
