import { ImportRefused } from "./import-refused.ts";

/** What `--ts` says of the timestamp column. */
export type TimestampUnit = "s" | "ms" | "auto";
/** What the timestamps of a file were read as. */
export type ReadUnit = "s" | "ms";

export const UNIT_WORDS: Readonly<Record<ReadUnit, string>> = { s: "seconds", ms: "milliseconds" };

/** 2001-09-09 to 2100-01-01: in this span seconds and milliseconds can't be mistaken for one another. */
const FROM_S = 1_000_000_000;
const TO_S = 4_102_444_800;
const MS_PER_S = 1_000;

const isSeconds = (value: number): boolean => value >= FROM_S && value < TO_S;
const isMilliseconds = (value: number): boolean => value >= FROM_S * MS_PER_S && value < TO_S * MS_PER_S;

/**
 * Turns a file's timestamps into ms UTC. The unit is decided once, by `--ts` or by the magnitude
 * of the first row, and every further row must agree: a file that changes its unit is refused.
 */
export class TimestampReader {
  readonly #asked: TimestampUnit;
  #unit: ReadUnit | undefined;

  constructor(asked: TimestampUnit) {
    this.#asked = asked;
    this.#unit = asked === "auto" ? undefined : asked;
  }

  /** The unit that was read, once a row has been; what `--ts` says before. */
  get unit(): ReadUnit | undefined {
    return this.#unit;
  }

  toMs(value: number, line: number): number {
    if (!Number.isInteger(value)) {
      throw new ImportRefused({
        code: "TIMESTAMP_NOT_WHOLE",
        line,
        fact: `timestamp ${value} is not a whole number`,
        mend: "Write bar-open times as whole seconds or milliseconds since 1970 (UTC).",
      });
    }
    const unit = this.#unit ?? (isSeconds(value) ? "s" : "ms");
    const tsMs = unit === "s" ? value * MS_PER_S : value;
    if (!isMilliseconds(tsMs)) throw this.#unreadable(value, line);
    this.#unit = unit;
    return tsMs;
  }

  #unreadable(value: number, line: number): ImportRefused {
    const as =
      this.#unit === undefined
        ? ""
        : ` as ${UNIT_WORDS[this.#unit]}, ${this.#asked === "auto" ? "like the rows before it" : `as --ts ${this.#asked} says`}`;
    return new ImportRefused({
      code: "TIMESTAMP_AMBIGUOUS",
      line,
      fact: `timestamp ${value} can't be read${as}: seconds lie in [${FROM_S}, ${TO_S}), milliseconds in [${FROM_S}000, ${TO_S}000)`,
      mend: "Write all timestamps in one unit, seconds or milliseconds since 1970 (UTC); --ts s or --ts ms names it.",
    });
  }
}
