/**
 * Who works on a shard in this process. Books are claimed in the name of the process, so two that work
 * on one shard at once would undo each other's commits; across processes the claims themselves decide.
 */
export class ShardTurns {
  readonly #cycles = new Set<string>();
  readonly #halts = new Map<string, Promise<unknown>>();

  /** Decides a shard; a second delivery while the first is at work finds nothing to do. Halts in hand are waited for. */
  async decide(shard: string, work: () => Promise<void>): Promise<void> {
    if (this.#cycles.has(shard)) return;
    this.#cycles.add(shard);
    try {
      await this.#halts.get(shard)?.catch(() => undefined);
      await work();
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
