"use client";

import { useRight } from "../../client/workspace.tsx";

export type ProfileTab = "versions" | "edit" | "assign" | "what-if";

type Part = {
  readonly value: ProfileTab;
  readonly label: string;
  /** Why the role can't use it, undefined where it can; and what it can't, as that sentence goes on. */
  readonly reason: string | undefined;
  readonly what: string;
};

/** The parts of a profile's page: whoever may not edit reads the limits instead, the rest takes its right. */
export function useProfileTabs(): readonly Part[] {
  const edit = useRight("profile.write");
  const assign = useRight("profile.assign");
  const ask = useRight("engine.ask");
  return [
    { value: "versions", label: "Versions", reason: undefined, what: "versions" },
    { value: "edit", label: edit.isAllowed ? "Edit" : "Limits", reason: undefined, what: "limits" },
    { value: "assign", label: "Assign", reason: assign.reason, what: "assigning risk profiles" },
    { value: "what-if", label: "What if", reason: ask.reason, what: "asking what another version would have done" },
  ];
}
