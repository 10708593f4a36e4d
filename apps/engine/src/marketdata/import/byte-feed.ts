const NO_BYTES = new Uint8Array(0);

/** Bytes of a stream by count or by piece, with what was read too far put back. */
export class ByteFeed {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = NO_BYTES;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** What comes next, in whatever size it is there; undefined at the end. */
  async piece(): Promise<Uint8Array | undefined> {
    const rest = this.#rest;
    this.#rest = NO_BYTES;
    if (rest.length > 0) return rest;
    for (;;) {
      const step = await this.#pieces.next();
      if (step.done === true) return undefined;
      if (step.value.length > 0) return step.value;
    }
  }

  /** Exactly so many bytes, or as many as there are up to the end. */
  async take(count: number): Promise<Uint8Array> {
    let taken: Uint8Array = NO_BYTES;
    while (taken.length < count) {
      const piece = await this.piece();
      if (piece === undefined) return taken;
      const wanted = piece.subarray(0, count - taken.length);
      this.unread(piece.subarray(wanted.length));
      taken = taken.length === 0 ? wanted : Buffer.concat([taken, wanted]);
    }
    return taken;
  }

  /** Puts back what stands before everything that is still to come. */
  unread(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
