import { describe, expect, test } from "vitest";
import {
  chainCheckpoint,
  commandExecute,
  cycleDecide,
  jobNames,
  marketTick,
  replayAudit,
  runAdvance,
  studyChunk,
  studyTend,
} from "./catalog.ts";

const RUN_ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const IDS = [
  marketTick.id({ marketKey: "synthetic", closeMs: 3_600_000 }),
  runAdvance.id({ runId: RUN_ID }),
  cycleDecide.id({ track: "synthetic", shard: 3 }),
  commandExecute.id({ tenantId: RUN_ID, commandId: RUN_ID }),
  chainCheckpoint.id({ hourMs: 3_600_000 }),
  replayAudit.id({ tickMs: 3_600_000 }),
  studyTend.id({ tenantId: RUN_ID, studyId: RUN_ID }),
  studyChunk.id({ tenantId: RUN_ID, studyId: RUN_ID, chunk: 3 }),
];

describe("a job's id", () => {
  test("names its job and its work, and holds no colon, which the queue reserves", () => {
    for (const [index, id] of IDS.entries()) expect(id.startsWith(`${jobNames[index]}~`)).toBe(true);
    expect(IDS.filter((id) => id.includes(":"))).toEqual([]);
  });

  test("is the same for the same work and another for other work", () => {
    const work = { track: "synthetic", shard: 3 };
    expect(cycleDecide.id({ ...work })).toBe(cycleDecide.id(work));
    const others = [{ track: "archive" }, { shard: 4 }].map((rest) => cycleDecide.id({ ...work, ...rest }));
    expect(new Set([cycleDecide.id(work), ...others]).size).toBe(3);
  });
});

test("job names are unique", () => {
  expect(new Set(jobNames).size).toBe(jobNames.length);
});

test.each([
  ["without a market", marketTick.payload, { closeMs: 1 }],
  ["with half a millisecond", marketTick.payload, { marketKey: "synthetic", closeMs: 0.5 }],
  ["of a run that is no id", runAdvance.payload, { runId: "my run" }],
  ["of a shard that is none", cycleDecide.payload, { track: "synthetic", shard: 1_024 }],
  ["with more than ids", commandExecute.payload, { tenantId: RUN_ID, commandId: RUN_ID, payload: {} }],
  ["that is a text", chainCheckpoint.payload, "now"],
])("a payload %s is refused", (_what, schema, payload) => {
  expect(schema.safeParse(payload).success).toBe(false);
});
