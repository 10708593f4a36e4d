/** Wall time that moves only when a test says so. */
export class TestClock {
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  /** An arrow function, so that `clock.nowMs` can be handed on as a plain `() => number`. */
  readonly nowMs = (): number => this.#nowMs;

  advance(byMs: number): void {
    if (byMs < 0) throw new RangeError(`a clock does not go back by ${byMs} ms`);
    this.#nowMs += byMs;
  }
}
