import type { TSESLint } from "@typescript-eslint/utils";

/** Every mention of a name that no import, parameter or declaration of the file binds. */
export function globalReferences(sourceCode: Readonly<TSESLint.SourceCode>): readonly TSESLint.Scope.Reference[] {
  const globalScope = sourceCode.scopeManager?.globalScope;
  if (globalScope === null || globalScope === undefined) return [];
  const declaredByConfig = [...globalScope.set.values()]
    .filter((variable) => variable.defs.length === 0)
    .flatMap((variable) => variable.references);
  return [...globalScope.through, ...declaredByConfig];
}
