import type { StoredRun } from "@ballast/db/repositories/projection-rows";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { nameOfRun } from "../runs/run-name.ts";
import { runFault } from "./verify-run.ts";

const HOUR_MS = 3_600_000;
const BOOK = {
  ...{ key: "alpha", seed: "alpha", takerFeeBps: 26, slippageBps: 5, startingUnits: 1_000n },
  ...{ profileBody: new Uint8Array([1]), settingsBody: new Uint8Array([2]) },
};
const PERIOD = { fromMs: 0, toMs: HOUR_MS, source: "archive", rearmAfterMs: 24 * HOUR_MS, fillModel: undefined };
const NAME = nameOfRun(sha256, [BOOK], PERIOD);
const RUN: StoredRun = {
  ...{ key: NAME, kind: "paper", isDemo: false, clock: "replay", fromMs: PERIOD.fromMs, toMs: PERIOD.toMs, books: [BOOK] },
  options: { source: PERIOD.source, content: NAME, rearmAfterMs: PERIOD.rearmAfterMs },
};

describe("a run over a period", () => {
  test.each<[string, StoredRun]>([
    ["under its content's name", RUN],
    ["run again", { ...RUN, key: `${NAME}-2` }],
    ["that says who asked for it", { ...RUN, options: { ...RUN.options, askedBy: "ann" } }],
    ["under a name that somebody gave it", { ...RUN, key: "spring" }],
  ])("%s is what it was started with", (_, run) => {
    expect(runFault(run)).toBeUndefined();
  });

  test.each<[string, StoredRun, string]>([
    ["that releases earlier", { ...RUN, options: { ...RUN.options, rearmAfterMs: 1 } }, "content"],
    ["that releases never", { ...RUN, options: { source: "archive", content: NAME } }, "content"],
    ["of another source", { ...RUN, options: { ...RUN.options, source: "other" } }, "content"],
    ["with an option that there is not", { ...RUN, options: { ...RUN.options, isKind: true } }, "options"],
    ["of another period", { ...RUN, fromMs: -HOUR_MS }, "content"],
    ["with a cheaper book", { ...RUN, books: [{ ...BOOK, takerFeeBps: 1 }] }, "content"],
    ["with a luckier seed", { ...RUN, books: [{ ...BOOK, seed: "lucky" }] }, "content"],
    ["with other limits", { ...RUN, books: [{ ...BOOK, profileBody: new Uint8Array([3]) }] }, "content"],
    ["that began richer", { ...RUN, books: [{ ...BOOK, startingUnits: 2_000n }] }, "content"],
    ["that lost a book", { ...RUN, books: [] }, "content"],
    ["of another's name", { ...RUN, key: "run-000000000000" }, "key"],
  ])("%s is named", (_, run, field) => {
    expect(runFault(run)).toMatchObject({ field });
  });
});

describe("a continuous run", () => {
  type Continuous = Pick<StoredRun, "clock" | "options"> & { readonly isDemo?: boolean };
  const live = ({ isDemo = false, ...of }: Continuous): StoredRun => ({ ...RUN, kind: "live", toMs: null, isDemo, ...of });
  const rearmed = { rearmAfterMs: 24 * HOUR_MS };

  test("has the options of its clock and its workspace and no others", () => {
    expect(runFault(live({ clock: "replay", isDemo: true, options: rearmed }))).toBeUndefined();
    expect(runFault(live({ clock: "wall", options: {} }))).toBeUndefined();
    expect(runFault(live({ clock: "replay", options: {} }))).toBeUndefined();
    expect(runFault(live({ clock: "wall", isDemo: true, options: rearmed }))).toMatchObject({ field: "options" });
    expect(runFault(live({ clock: "wall", options: rearmed }))).toMatchObject({ field: "options" });
    expect(runFault(live({ clock: "replay", isDemo: true, options: {} }))).toMatchObject({ field: "options" });
    expect(runFault(live({ clock: "replay", options: { rearmAfterMs: 1 } }))).toMatchObject({ field: "options" });
  });

  test("of an earlier release may be re-armed by a replay's clock in any workspace", () => {
    expect(runFault(live({ clock: "replay", options: rearmed }))).toBeUndefined();
  });
});
