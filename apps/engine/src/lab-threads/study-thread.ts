import { enableCompileCache } from "node:module";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import type { StudyWork } from "./study-work.ts";
import type { ToThread, WorkOrder } from "./thread-messages.ts";

/**
 * The inside of a thread: one study at a time, one piece of work after the other. On Linux a thread has a
 * priority of its own, so research gives way to whoever decides on money in the same process.
 */
const YIELDING_PRIORITY = 10;

function giveWay(): void {
  try {
    setPriority(0, YIELDING_PRIORITY);
  } catch {
    // A host that knows no priorities shares its processors evenly.
  }
}

function carryOut(work: StudyWork, order: WorkOrder): unknown {
  switch (order.kind) {
    case "walk":
      return work.walk(order.given);
    case "curve":
      return work.curve(order.given);
    case "report":
      return work.report(order.given);
    case "overfitting":
      return work.overfitting(order.given);
  }
}

function faultOf(error: unknown): { readonly code: string; readonly message: string } {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "WALK_FAILED";
  return { code, message: error instanceof Error ? error.message : String(error) };
}

const port = parentPort;
if (port === null) throw new Error("this file is the inside of a thread");
if (workerData === "gives way") giveWay();
// A thread loads all of the decision; with the cache of the compiler that takes a third of the time.
enableCompileCache();
const { openStudyWork } = await import("./study-work.ts");
let work: StudyWork | undefined;
port.on("message", (message: ToThread) => {
  if ("study" in message) {
    work = openStudyWork(message.study);
    return;
  }
  const { id } = message.order;
  try {
    if (work === undefined) throw new Error("no study was opened");
    port.postMessage({ id, made: carryOut(work, message.order) });
  } catch (error) {
    port.postMessage({ id, fault: faultOf(error) });
  }
});
