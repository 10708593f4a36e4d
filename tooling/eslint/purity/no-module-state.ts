import { AST_NODE_TYPES, TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { createRule } from "../create-rule.ts";
import { globalReferences } from "../global-references.ts";
import { mutatesByMethod, writesInto } from "./mutation.ts";

const STATELESS_CLASSES = new Set(["TextEncoder", "TextDecoder"]);
const READONLY_TYPES = new Set(["Readonly", "ReadonlyArray", "ReadonlyMap", "ReadonlySet"]);
const FUNCTIONS = new Set<string>([
  AST_NODE_TYPES.ArrowFunctionExpression,
  AST_NODE_TYPES.FunctionDeclaration,
  AST_NODE_TYPES.FunctionExpression,
]);

/** Whether a node runs once, when the module is loaded, rather than in each call. */
function isModuleLevel(node: TSESTree.Node): boolean {
  let outer = node.parent;
  while (outer && !FUNCTIONS.has(outer.type)) {
    if (outer.type === AST_NODE_TYPES.PropertyDefinition && !outer.static) return false;
    outer = outer.parent;
  }
  return !outer;
}

function isReadonlyType(type: TSESTree.TypeNode | undefined): boolean {
  if (type?.type === AST_NODE_TYPES.TSTypeOperator) return type.operator === "readonly";
  return (
    type?.type === AST_NODE_TYPES.TSTypeReference &&
    type.typeName.type === AST_NODE_TYPES.Identifier &&
    READONLY_TYPES.has(type.typeName.name)
  );
}

/** Whether a module-level value is made to be changed: an empty literal, an instance, a closure's hiding place. */
function isBornMutable(init: TSESTree.Expression): boolean {
  const value = withoutAnnotation(init);
  if (value.type === AST_NODE_TYPES.ArrayExpression) return value.elements.length === 0;
  if (value.type === AST_NODE_TYPES.ObjectExpression) return value.properties.length === 0;
  if (value.type === AST_NODE_TYPES.CallExpression) return FUNCTIONS.has(value.callee.type);
  if (value.type === AST_NODE_TYPES.Literal) return "regex" in value && /[gy]/.test(value.regex.flags);
  if (value.type !== AST_NODE_TYPES.NewExpression) return false;
  return value.callee.type !== AST_NODE_TYPES.Identifier || !STATELESS_CLASSES.has(value.callee.name);
}

/** The expression inside `as const` and `satisfies`. */
function withoutAnnotation(init: TSESTree.Expression): TSESTree.Expression {
  let value = init;
  while (value.type === AST_NODE_TYPES.TSAsExpression || value.type === AST_NODE_TYPES.TSSatisfiesExpression) value = value.expression;
  return value;
}

export const noModuleState = createRule({
  name: "no-module-state",
  meta: {
    type: "problem",
    docs: { description: "A module of core holds nothing that two calls could see each other through." },
    messages: {
      rebindable: "a module-level `{{kind}}` is state that two calls share: make it const, or pass it.",
      mutable: "a module-level mutable value is state that two calls share: type it Readonly…, or make it in the call.",
      mutated: "this changes a value that calls share: make it in the call.",
    },
    schema: [],
  },
  create: (context) => ({
    VariableDeclaration(node) {
      if (node.kind === "const" || node.declare || !isModuleLevel(node)) return;
      context.report({ node, messageId: "rebindable", data: { kind: node.kind } });
    },
    VariableDeclarator(node) {
      if (node.init === null || !isModuleLevel(node) || isReadonlyType(node.id.typeAnnotation?.typeAnnotation)) return;
      if (isBornMutable(node.init)) context.report({ node, messageId: "mutable" });
    },
    PropertyDefinition(node) {
      if (!node.static) return;
      if (!node.readonly) context.report({ node, messageId: "rebindable", data: { kind: "static" } });
      else if (node.value !== null && !isReadonlyType(node.typeAnnotation?.typeAnnotation) && isBornMutable(node.value))
        context.report({ node, messageId: "mutable" });
    },
    "Program:exit"(program) {
      for (const variable of moduleVariables(context.sourceCode.getScope(program))) {
        const isConstant = variable.defs.some((definition) => definition.type === TSESLint.Scope.DefinitionType.Variable);
        for (const { identifier } of variable.references) {
          if (writesInto(identifier) || (isConstant && mutatesByMethod(identifier)))
            context.report({ node: identifier, messageId: "mutated" });
        }
      }
      for (const { identifier } of globalReferences(context.sourceCode)) {
        if (writesInto(identifier)) context.report({ node: identifier, messageId: "mutated" });
      }
    },
  }),
});

function moduleVariables(scope: TSESLint.Scope.Scope): readonly TSESLint.Scope.Variable[] {
  const moduleScope = scope.childScopes.find((child) => child.type === TSESLint.Scope.ScopeType.module) ?? scope;
  return moduleScope.variables;
}
