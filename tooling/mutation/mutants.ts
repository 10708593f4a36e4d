import ts from "typescript";

/** One small wrong: a text in place of another, at an offset of one file. */
export type Mutant = {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** What is done, for people: `<= becomes <`, `windowCheck is taken out`. */
  readonly change: string;
  readonly replacement: string;
  /** The line as it stands, which names the mutant where it is accepted. */
  readonly source: string;
};

type Found = { readonly node: ts.Node; readonly change: string; readonly replacement: string };

/** Boundaries move by one; an equality turns around; a logical step takes the other way. */
const OPERATORS: ReadonlyMap<ts.SyntaxKind, string> = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
]);

function ofOperator(node: ts.Node): readonly Found[] {
  if (!ts.isBinaryExpression(node)) return [];
  const { operatorToken } = node;
  const replacement = OPERATORS.get(operatorToken.kind);
  return replacement === undefined
    ? []
    : [{ node: operatorToken, change: `${operatorToken.getText()} becomes ${replacement}`, replacement }];
}

/** Every member of a named list, taken out alone. */
function ofList(node: ts.Node, listName: string): readonly Found[] {
  if (!ts.isVariableDeclaration(node) || node.name.getText() !== listName) return [];
  const list = node.initializer;
  if (list === undefined || !ts.isArrayLiteralExpression(list)) return [];
  return list.elements.map((element) => {
    const others = list.elements.filter((other) => other !== element).map((other) => other.getText());
    return { node: list, change: `${element.getText()} is taken out`, replacement: `[${others.join(", ")}]` };
  });
}

function walk(node: ts.Node, find: (node: ts.Node) => readonly Found[]): readonly Found[] {
  const found = [...find(node)];
  node.forEachChild((child) => {
    found.push(...walk(child, find));
  });
  return found;
}

/** Every mutant of a source: its comparisons and logical steps, and the members of the list of that name. */
export function mutantsOf(of: { readonly file: string; readonly text: string; readonly listName: string }): readonly Mutant[] {
  const source = ts.createSourceFile(of.file, of.text, ts.ScriptTarget.Latest, true);
  const lines = of.text.split("\n");
  return walk(source, (node) => [...ofOperator(node), ...ofList(node, of.listName)]).map(({ node, change, replacement }) => {
    const start = node.getStart();
    const { line } = source.getLineAndCharacterOfPosition(start);
    return { file: of.file, line: line + 1, start, end: node.getEnd(), change, replacement, source: (lines[line] ?? "").trim() };
  });
}

/** A source with the wrong in it. */
export function mutated(text: string, { start, end, replacement }: Mutant): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`;
}
