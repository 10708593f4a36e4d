import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

/** The text that an expression is certain to be: a literal, a plain template, or such texts joined by `+`. */
function staticText(node: TSESTree.Node): string | undefined {
  if (node.type === AST_NODE_TYPES.Literal) return String(node.value);
  if (node.type === AST_NODE_TYPES.TemplateLiteral && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined;
  if (node.type !== AST_NODE_TYPES.BinaryExpression || node.operator !== "+") return undefined;
  const left = staticText(node.left);
  const right = staticText(node.right);
  return left === undefined || right === undefined ? undefined : left + right;
}

/**
 * The property that a member access or a destructured key names, also as `x["stack"]`; undefined
 * where it is only known at run time.
 */
export function propertyName(node: TSESTree.MemberExpression | TSESTree.Property): string | undefined {
  const key = node.type === AST_NODE_TYPES.MemberExpression ? node.property : node.key;
  if (!node.computed && key.type === AST_NODE_TYPES.Identifier) return key.name;
  return staticText(key);
}
