/** The blocks of CSCV: sums per block and trial, so that each of thousands of halves costs a few additions. */
import { RETURN_DUST } from "./return-moments.ts";

/** A half of the blocks, by their indices, ascending. */
export type HalfOfBlocks = readonly number[];

/** The next set of as many bits, after D. Knuth, TAOCP 4A, 7.1.3 ("Gosper's hack"), for sets below 2¹⁶. */
function nextOfSameSize(bits: number): number {
  const lowest = bits & -bits;
  const carried = bits + lowest;
  return carried | ((bits ^ carried) / (lowest * 4));
}

const indicesOf = (bits: number, blocks: number): HalfOfBlocks =>
  Array.from({ length: blocks }, (_, block) => block).filter((block) => (bits & (1 << block)) !== 0);

/** Every parting of an even number of blocks into two halves, once; the last block is always in the second. */
export function* halvesOf(blocks: number): Generator<readonly [HalfOfBlocks, HalfOfBlocks], undefined> {
  const all = (1 << blocks) - 1;
  const last = 1 << (blocks - 1);
  for (let bits = (1 << (blocks / 2)) - 1; bits < last; bits = nextOfSameSize(bits)) {
    yield [indicesOf(bits, blocks), indicesOf(all & ~bits, blocks)];
  }
}

/** Sums of each trial's returns over each block, from its own mean on, so that squares lose no digits. */
export class BlockSums {
  readonly barsPerBlock: number;
  readonly #trials: number;
  readonly #blocks: number;
  readonly #means: Float64Array;
  /** Row per trial, column per block: a half reads its trial's few doubles where they lie together. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;

  /** Trials of one length; the oldest bars that fill no block are left out. */
  constructor(returns: readonly Float64Array[], blocks: number) {
    const bars = returns[0]?.length ?? 0;
    this.barsPerBlock = Math.floor(bars / blocks);
    this.#trials = returns.length;
    this.#blocks = blocks;
    this.#means = new Float64Array(returns.length);
    this.#sums = new Float64Array(returns.length * blocks);
    this.#squares = new Float64Array(returns.length * blocks);
    returns.forEach((trial, index) => this.#add(trial.subarray(bars - this.barsPerBlock * blocks), index));
  }

  #add(returns: Float64Array, trial: number): void {
    let total = 0;
    for (const value of returns) total += value;
    const mean = total / returns.length;
    this.#means[trial] = mean;
    returns.forEach((value, bar) => {
      const place = trial * this.#blocks + Math.floor(bar / this.barsPerBlock);
      const away = value - mean;
      this.#sums[place] = (this.#sums[place] ?? 0) + away;
      this.#squares[place] = (this.#squares[place] ?? 0) + away * away;
    });
  }

  /** Sharpe ratio per bar of each trial over some blocks, by sample deviation; 0 where a trial has no variance there. */
  sharpes(blocks: HalfOfBlocks): Float64Array {
    const count = blocks.length * this.barsPerBlock;
    const ratios = new Float64Array(this.#trials);
    for (let trial = 0; trial < this.#trials; trial += 1) {
      const row = trial * this.#blocks;
      let sum = 0;
      let squares = 0;
      for (const block of blocks) {
        sum += this.#sums[row + block] ?? NaN;
        squares += this.#squares[row + block] ?? NaN;
      }
      const deviation = Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1));
      const mean = (this.#means[trial] ?? NaN) + sum / count;
      ratios[trial] = deviation > RETURN_DUST ? mean / deviation : 0;
    }
    return ratios;
  }
}
