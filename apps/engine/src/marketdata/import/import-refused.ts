/**
 * A file was refused: what is wrong, where, and how to mend it. Thrown through the streams of an
 * import, so that its transaction rolls back and nothing is half imported.
 */
export class ImportRefused extends Error {
  readonly code: string;
  /** 1-based line of a text file, 1-based row of a Parquet file; undefined where the file as a whole is meant. */
  readonly line: number | undefined;
  readonly mend: string;

  constructor(fault: {
    readonly code: string;
    readonly fact: string;
    readonly mend: string;
    readonly line?: number | undefined;
    readonly cause?: unknown;
  }) {
    super(fault.line === undefined ? fault.fact : `line ${fault.line}: ${fault.fact}`, { cause: fault.cause });
    this.name = "ImportRefused";
    this.code = fault.code;
    this.line = fault.line;
    this.mend = fault.mend;
  }
}
