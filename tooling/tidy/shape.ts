import ts from "typescript";
import type { Tree } from "./tree.ts";

/** One function of the tree with its extent; `body` is its text without white space. */
export type FunctionShape = {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly lines: number;
  readonly body: string;
};

export type FileShape = {
  readonly file: string;
  readonly lines: number;
  readonly functions: readonly FunctionShape[];
  /** Names of the values that the file exports; types are told apart by their place. */
  readonly exportedValues: readonly string[];
};

const SOURCE = /^(?:apps|packages|tooling)\/.*\.(?:ts|tsx|mts)$/;
const NOT_OURS = /\.d\.c?ts$|\/generated\//;

function nameOf(node: ts.FunctionLikeDeclaration, source: ts.SourceFile): string {
  if (node.name !== undefined) return node.name.getText(source);
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText(source) : "(anonymous)";
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function exportedNames(statement: ts.Statement, source: ts.SourceFile): readonly string[] {
  if (!isExported(statement)) return [];
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText(source));
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function shapeOf(file: string, text: string): FileShape {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const functions: FunctionShape[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const line = lineOf(node.getStart(source));
      const lines = lineOf(node.getEnd()) - line + 1;
      functions.push({ file, line, name: nameOf(node, source), lines, body: node.body.getText(source).replaceAll(/\s+/g, "") });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const exportedValues = source.statements.flatMap((statement) => exportedNames(statement, source));
  return { file, lines: text.split("\n").length - 1, functions, exportedValues };
}

/** The shape of every source file of ours. */
export function shapesOf(tree: Tree): readonly FileShape[] {
  return [...tree].filter(([file]) => SOURCE.test(file) && !NOT_OURS.test(file)).map(([file, text]) => shapeOf(file, text));
}
