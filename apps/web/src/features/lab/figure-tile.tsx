import { StatTile } from "@ballast/ui/primitives/stat-tile";
import { figureOf, figureText } from "./figure-words.ts";

type FigureTileProps = {
  readonly name: string;
  readonly value: number | null;
  /** What it is read against, where it is defined. */
  readonly note?: string | undefined;
};

/** A figure of a summary; where it is undefined its reason stands in place of what it is read against. */
export function FigureTile({ name, value, note }: FigureTileProps) {
  const terms = figureOf(name);
  if (terms === undefined) return null;
  return (
    <StatTile
      label={terms.label}
      value={figureText(value, terms.form)}
      note={value === null ? `undefined: ${terms.undefinedBecause}` : note}
    />
  );
}
