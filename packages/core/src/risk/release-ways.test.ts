import { describe, expect, it } from "vitest";
import { releaseWays } from "./release-ways.ts";

const SCOPES = ["all", "workspace", "account", "instrument", "model"] as const;
const CASES = SCOPES.flatMap((scope) =>
  [false, true].flatMap((isByTrigger) => ([1, 2] as const).map((persons) => ({ scope, isByTrigger, persons }))),
);

describe.each(CASES)("a kill switch of $scope, by a trigger: $isByTrigger, for $persons", (kill) => {
  const ways = releaseWays(kill);

  it("has a way to its end", () => {
    expect(ways.web === "release" || ways.terminal === "release" || (ways.web === "agree" && ways.terminal === "agreed")).toBe(true);
  });

  it("is ended at a terminal, where one person sits, by no fewer people than its profile wants", () => {
    if (kill.persons === 2) expect(ways.terminal).not.toBe("release");
  });

  it("is not undone by a workspace where whoever runs the installation has set it for all", () => {
    if (kill.scope === "all" && !kill.isByTrigger) expect(ways.web).not.toBe("release");
  });
});
