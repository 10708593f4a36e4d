/**
 * Who works on a shard in this process. Books are claimed in the name of the process, so two that work
 * on one shard at once would undo each other's commits; across processes the claims themselves decide.
 */
export class ShardTurns {
  /** Shards at work, and whether a delivery has come meanwhile. */
  readonly #cycles = new Map<string, { isAskedAgain: boolean }>();
  readonly #halts = new Map<string, Promise<unknown>>();

  /**
   * Decides a shard. A delivery that comes while one is at work ends at once, and the one at work looks
   * once more when it is done: its last look may lie behind what the other was sent for. Halts in hand
   * are waited for.
   */
  async decide(shard: string, work: () => Promise<void>): Promise<void> {
    const atWork = this.#cycles.get(shard);
    if (atWork !== undefined) {
      atWork.isAskedAgain = true;
      return;
    }
    const turn = { isAskedAgain: true };
    this.#cycles.set(shard, turn);
    try {
      await this.#halts.get(shard)?.catch(() => undefined);
      while (turn.isAskedAgain) {
        turn.isAskedAgain = false;
        await work();
      }
    } finally {
      this.#cycles.delete(shard);
    }
  }

  /** Carries out a shard's halts, unless a cycle is at work: that one begins with them and looks again before it ends. */
  async halt(shard: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#cycles.has(shard) || this.#halts.has(shard)) return;
    const acting = work();
    this.#halts.set(shard, acting);
    try {
      await acting;
    } finally {
      this.#halts.delete(shard);
    }
  }
}
