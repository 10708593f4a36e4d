import { ImportRefused } from "./import-refused.ts";

/** What `--ts` says of the timestamp column. */
export type TimestampUnit = "s" | "ms" | "auto";

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
  /** The header names the unit (`ts_ms`); a magnitude that contradicts it is refused. */
  readonly #named: "s" | "ms" | undefined;
  #factor: number;

  constructor(asked: TimestampUnit, named: "s" | "ms" | undefined) {
    this.#asked = asked;
    this.#named = named;
    this.#factor = asked === "auto" ? 0 : asked === "s" ? MS_PER_S : 1;
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
    if (this.#factor === 0) this.#factor = this.#detect(value, line);
    const tsMs = value * this.#factor;
    if (!isMilliseconds(tsMs)) throw this.#ambiguous(value, line);
    return tsMs;
  }

  #detect(value: number, line: number): number {
    const detected = isSeconds(value) ? "s" : isMilliseconds(value) ? "ms" : undefined;
    if (detected === undefined) throw this.#ambiguous(value, line);
    if (this.#named !== undefined && this.#named !== detected) {
      throw new ImportRefused({
        code: "TIMESTAMP_AMBIGUOUS",
        line,
        fact: `the header says ${this.#named}, but ${value} has the magnitude of ${detected}`,
        mend: `Say which it is with --ts s or --ts ms.`,
      });
    }
    return detected === "s" ? MS_PER_S : 1;
  }

  #ambiguous(value: number, line: number): ImportRefused {
    const asked =
      this.#asked === "auto"
        ? this.#factor === 0
          ? ""
          : ` as ${this.#factor === 1 ? "milliseconds" : "seconds"}, like the rows before it`
        : ` as --ts ${this.#asked} says`;
    return new ImportRefused({
      code: "TIMESTAMP_AMBIGUOUS",
      line,
      fact: `timestamp ${value} can't be read${asked}: seconds lie in [${FROM_S}, ${TO_S}), milliseconds in [${FROM_S}000, ${TO_S}000)`,
      mend: "Write all timestamps in one unit, seconds or milliseconds since 1970 (UTC); --ts s or --ts ms names it.",
    });
  }
}
