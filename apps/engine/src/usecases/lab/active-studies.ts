/** Studies that this process works on, so that one that a person cancels stops here at once. */
export class ActiveStudies {
  readonly #controllers = new Map<string, { readonly controller: AbortController; users: number }>();

  ids(): readonly string[] {
    return [...this.#controllers.keys()];
  }

  /** Runs work of a study; its signal is aborted when the study ends elsewhere or is cancelled. */
  async during<T>(studyId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const entry = this.#controllers.get(studyId) ?? { controller: new AbortController(), users: 0 };
    this.#controllers.set(studyId, entry);
    entry.users += 1;
    try {
      return await work(entry.controller.signal);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#controllers.delete(studyId);
    }
  }

  abort(studyId: string): void {
    this.#controllers.get(studyId)?.controller.abort();
  }
}
