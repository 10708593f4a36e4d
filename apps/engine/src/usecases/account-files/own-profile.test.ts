import { BALANCED_PROFILE, GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { describe, expect, it } from "vitest";
import { PAPER_EXAMPLE } from "./example-account.ts";
import { ownProfileWords, withOwnProfile } from "./own-profile.ts";

const GUARDED = { ...PAPER_EXAMPLE, key: "alpha", profileKey: "guarded", profile: GUARDED_PROFILE };
const LOOSER = { ...GUARDED, profile: { ...GUARDED_PROFILE, dailyLossBpsMax: 900 } };

describe("the limits of an account file", () => {
  it("keep the name of a preset where they are those that ship", () => {
    expect(withOwnProfile(GUARDED)).toBe(GUARDED);
    expect(ownProfileWords(GUARDED, GUARDED)).toEqual([]);
  });

  it("are the account's own where they are others under that name, and that is said", () => {
    const kept = withOwnProfile(LOOSER);
    expect(kept).toEqual({ ...LOOSER, profileKey: "alpha", profile: { ...LOOSER.profile, name: "alpha" } });
    expect(ownProfileWords(LOOSER, kept).join()).toContain("kept as risk profile alpha, and guarded stays as it is");
    expect(withOwnProfile(kept)).toBe(kept);
    expect(withOwnProfile(LOOSER, kept)).toEqual(kept);
  });

  it("are another preset's under no preset's name", () => {
    expect(withOwnProfile({ ...GUARDED, profile: BALANCED_PROFILE }).profileKey).toBe("alpha");
    expect(withOwnProfile({ ...LOOSER, key: "balanced" }).profileKey).toBe("balanced-own");
  });

  it("stay where the account stands on them already", () => {
    expect(withOwnProfile(LOOSER, LOOSER)).toBe(LOOSER);
  });
});
