import { Worker } from "node:worker_threads";
import { AppError } from "@ballast/jobs/app-error";
import type { FromThread, Given, Made, ThreadStudy, ToThread, WorkKind } from "./thread-messages.ts";

const THREAD_FILE = new URL("./study-thread.ts", import.meta.url);

type Task = {
  readonly study: ThreadStudy;
  /** A `WorkOrder`: who asks has the kind, and what is given by it. */
  readonly order: { readonly id: number; readonly kind: WorkKind; readonly given: Given<WorkKind> };
  readonly signal: AbortSignal;
  readonly resolve: (made: never) => void;
  readonly reject: (error: Error) => void;
};

type Thread = {
  readonly worker: Worker;
  studyKey: string | undefined;
  task: Task | undefined;
  /** Ends it where nothing is asked of it for a while. */
  rest: NodeJS.Timeout | undefined;
};

/** So long an idle thread is kept: pieces and judgements of one study follow each other within it. */
const REST_MS = 30_000;

/** What a cancelled piece of work ends with. */
export class WorkCancelled extends Error {
  override name = "WorkCancelled";
}

/**
 * Threads that walk bars for studies, so that the process that owns them goes on deciding and answering.
 * They are started when there is work, kept warm between pieces, ended when none came for a while, and at
 * most so many: at rest there is none, and nothing of a study is held. Cancelled work ends at once: its
 * thread is stopped where it stands, for a walk looks at nothing but its bars.
 */
export class ThreadPool {
  readonly #threadsMax: number;
  readonly #givesWay: boolean;
  readonly #restMs: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Task[] = [];
  #lastId = 0;
  #isClosed = false;

  constructor(of: { readonly threads: number; readonly givesWay: boolean; readonly restMs?: number }) {
    this.#threadsMax = of.threads;
    this.#givesWay = of.givesWay;
    this.#restMs = of.restMs ?? REST_MS;
  }

  get threads(): number {
    return this.#threadsMax;
  }

  /** Threads that there are by now. */
  get started(): number {
    return this.#threads.size;
  }

  /** Starts all threads on a study before there is work for them: what a measurement leaves out. */
  async warm(study: ThreadStudy, order: Given<"walk">): Promise<void> {
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: this.#threadsMax }, () => this.run("walk", { study, given: order, signal })));
  }

  /** Has one piece of work done by whichever thread is free. */
  run<Kind extends WorkKind>(
    kind: Kind,
    of: { readonly study: ThreadStudy; readonly given: Given<Kind>; readonly signal: AbortSignal },
  ): Promise<Made<Kind>> {
    const { study, given, signal } = of;
    return new Promise((resolve, reject) => {
      if (this.#isClosed || signal.aborted) {
        reject(new WorkCancelled(`${kind} was cancelled`));
        return;
      }
      this.#lastId += 1;
      const task: Task = { study, order: { id: this.#lastId, kind, given }, signal, resolve, reject };
      signal.addEventListener("abort", () => this.#cancel(task), { once: true });
      this.#waiting.push(task);
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const task of this.#waiting.splice(0)) task.reject(new WorkCancelled("the threads are closed"));
    await Promise.all([...this.#threads].map((thread) => this.#stop(thread, new WorkCancelled("the threads are closed"))));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#freeThread();
      const task = thread === undefined ? undefined : this.#waiting.shift();
      if (thread === undefined || task === undefined) return;
      thread.task = task;
      clearTimeout(thread.rest);
      // A process with work in hand does not end; one whose threads wait does.
      thread.worker.ref();
      if (thread.studyKey !== task.study.key) thread.worker.postMessage({ study: task.study } satisfies ToThread);
      thread.studyKey = task.study.key;
      thread.worker.postMessage({ order: task.order });
    }
  }

  #freeThread(): Thread | undefined {
    const next = this.#waiting[0];
    const free = [...this.#threads].filter(({ task }) => task === undefined);
    const warm = free.find(({ studyKey }) => studyKey === next?.study.key);
    return warm ?? free[0] ?? (this.#threads.size < this.#threadsMax ? this.#start() : undefined);
  }

  #start(): Thread {
    const worker = new Worker(THREAD_FILE, { workerData: this.#givesWay ? "gives way" : "" });
    const thread: Thread = { worker, studyKey: undefined, task: undefined, rest: undefined };
    worker.on("message", (message: FromThread) => {
      const { task } = thread;
      if (task?.order.id !== message.id) return;
      thread.task = undefined;
      worker.unref();
      if ("fault" in message) task.reject(new AppError(message.fault.code, message.fault.message, { retry: "never" }));
      else task.resolve(message.made);
      this.#letRest(thread);
      this.#assign();
    });
    // A thread that dies of what it ran (memory, above all) takes that piece with it and no other.
    worker.on("error", (error: Error) => void this.#stop(thread, error));
    worker.unref();
    this.#threads.add(thread);
    return thread;
  }

  #letRest(thread: Thread): void {
    clearTimeout(thread.rest);
    thread.rest = setTimeout(() => void this.#stop(thread, new WorkCancelled("the thread was at rest")), this.#restMs);
    thread.rest.unref();
  }

  async #stop(thread: Thread, reason: Error): Promise<void> {
    this.#threads.delete(thread);
    clearTimeout(thread.rest);
    thread.task?.reject(reason);
    thread.task = undefined;
    await thread.worker.terminate();
    if (!this.#isClosed) this.#assign();
  }

  #cancel(task: Task): void {
    const place = this.#waiting.indexOf(task);
    if (place !== -1) this.#waiting.splice(place, 1);
    const thread = [...this.#threads].find((candidate) => candidate.task === task);
    const reason = new WorkCancelled(`${task.order.kind} was cancelled`);
    if (thread === undefined) task.reject(reason);
    else void this.#stop(thread, reason);
  }
}
