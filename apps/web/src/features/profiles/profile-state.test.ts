import { expect, it } from "vitest";
import { profileState } from "./profile-state.ts";

it("counts the accounts of each version, not all of them on the newest", () => {
  const holders = [
    { version: 5, accounts: 1 },
    { version: 1, accounts: 3 },
  ];
  expect(profileState({ key: "guarded", version: 5, holders })).toBe(
    "guarded is at version 5: 1 account on version 5, 3 accounts on version 1.",
  );
  expect(profileState({ key: "guarded", version: 2, holders: [] })).toBe("guarded is at version 2, no account on any.");
});
