import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { Rung } from "./drawdown.ts";
import type { HaltCause, LadderState } from "./ladder.ts";

const RUNGS: readonly Rung[] = [0, 1, 2, 3];
/** Code of each cause: the index. Append only. */
const CAUSES: readonly HaltCause[] = ["drawdown", "daily_loss"];

function choiceAt<T>(choices: readonly T[], code: number): T {
  const choice = choices[code];
  if (choice === undefined) throw new RangeError(`not a choice of a ladder: ${code} of ${choices.length}`);
  return choice;
}

export function writeLadder(writer: CanonicalWriter, ladder: LadderState): void {
  writer.units(ladder.highWaterUnits).i64(ladder.dayStartMs).units(ladder.dayOpenUnits).u8(ladder.rung);
  writer.option(ladder.haltedBy, (cause) => writer.u8(CAUSES.indexOf(cause)));
  writer.option(ladder.lastEquityUnits, (units) => writer.units(units));
}

/** A ladder that was written before it kept the last equity. */
export function readLadderWithoutEquity(reader: CanonicalReader): LadderState {
  return {
    highWaterUnits: reader.units(),
    dayStartMs: reader.i64(),
    dayOpenUnits: reader.units(),
    rung: choiceAt(RUNGS, reader.u8()),
    haltedBy: reader.option(() => choiceAt(CAUSES, reader.u8())),
    lastEquityUnits: undefined,
  };
}

/** The ladder of `writeLadder`'s bytes; anything else throws. */
export function readLadder(reader: CanonicalReader): LadderState {
  return { ...readLadderWithoutEquity(reader), lastEquityUnits: reader.option(() => reader.units()) };
}
