import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { propertyName } from "../static-name.ts";

/** Methods by which the collections of the language change in place. */
// prettier-ignore
const MUTATORS = new Set([
  "add", "clear", "copyWithin", "delete", "fill", "pop", "push", "reverse", "set", "shift", "sort", "splice", "unshift",
]);
const DATA_VIEW_SETTER = /^set(Big)?(Int|Uint|Float)\d+$/;
const MUTATING_STATICS = new Set(["assign", "defineProperties", "defineProperty", "setPrototypeOf"]);

/** The whole path that starts at an object: for `a` in `a.b[c].d = 1` that is `a.b[c].d`. */
function wholePath(start: TSESTree.Node): TSESTree.Node {
  let path = start;
  while (path.parent?.type === AST_NODE_TYPES.MemberExpression && path.parent.object === path) path = path.parent;
  return path;
}

/** Whether a mention of an object writes into it: `x.n = 1`, `x[i]++`, `delete x.n`, `Object.assign(x, …)`. */
export function writesInto(mention: TSESTree.Node): boolean {
  const path = wholePath(mention);
  const user = path.parent;
  if (user?.type === AST_NODE_TYPES.AssignmentExpression) return user.left === path && path !== mention;
  if (user?.type === AST_NODE_TYPES.UpdateExpression) return path !== mention;
  if (user?.type === AST_NODE_TYPES.UnaryExpression) return user.operator === "delete";
  return user?.type === AST_NODE_TYPES.CallExpression && user.arguments[0] === path && isMutatingStatic(user.callee);
}

function isMutatingStatic(callee: TSESTree.Node): boolean {
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.object.type !== AST_NODE_TYPES.Identifier) return false;
  const isReflective = callee.object.name === "Object" || callee.object.name === "Reflect";
  return isReflective && MUTATING_STATICS.has(propertyName(callee) ?? "");
}

/** Whether a mention of a collection changes it by a method: `cache.set(k, v)`, `rows.push(row)`. */
export function mutatesByMethod(mention: TSESTree.Node): boolean {
  const path = wholePath(mention);
  if (path.type !== AST_NODE_TYPES.MemberExpression) return false;
  if (path.parent.type !== AST_NODE_TYPES.CallExpression || path.parent.callee !== path) return false;
  const method = propertyName(path) ?? "";
  return MUTATORS.has(method) || DATA_VIEW_SETTER.test(method);
}
