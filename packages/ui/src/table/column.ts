import type { ReactNode } from "react";

/** What a column sorts, filters and exports by. Undefined sorts last either way and exports as an empty cell. */
export type CellValue = string | number | bigint | undefined;

export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  /** Stands small beside the header, so that cells hold bare figures: `USD`, `UTC`, `%`. */
  readonly unit?: string;
  /** Numbers stand at the right in tabular figures. */
  readonly align?: "left" | "right";
  readonly value: (row: Row) => CellValue;
  /** How the cell is shown; the value itself where this is left out. */
  readonly cell?: (row: Row) => ReactNode;
  /** Off until the reader picks it from the column menu. */
  readonly isHidden?: boolean;
  /** Left out on a phone, where the row's own page shows it. */
  readonly isWide?: boolean;
  readonly isSortable?: boolean;
  /** Room for so many characters from the start, so that a value which changes moves no column. */
  readonly widthChars?: number;
  /** Takes the room that is left; one column of a table at most. */
  readonly isFlexible?: boolean;
};

export type Sort = { readonly key: string; readonly direction: "ascending" | "descending" };
