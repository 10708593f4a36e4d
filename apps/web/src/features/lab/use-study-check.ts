"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { useWorkspace } from "../../client/workspace.tsx";
import type { StudyCheckView } from "../shell/answers.ts";
import type { StudyDraft } from "./study-draft.ts";
import { requestOf, typedFaults } from "./study-request.ts";

/** Long enough that whoever types is not asked at every key. */
const PAUSE_MS = 350;

export type DraftCheck = {
  /** What is wrong, by the field that has it. */
  readonly faults: ReadonlyMap<string, string>;
  /** Of the last answer; it stays while the next is on its way. */
  readonly check: StudyCheckView | undefined;
  readonly isChecking: boolean;
};

/** What the form would come to: what was mistyped at once, what only the server knows after a pause. */
export function useStudyCheck(draft: StudyDraft): DraftCheck {
  const trpc = useTRPC();
  const { workspace } = useWorkspace();
  const { mutate, data, isPending } = useMutation(trpc.lab.check.mutationOptions());
  const typed = typedFaults(draft);
  const written = JSON.stringify(requestOf(draft));
  const isReady = draft.source !== "" && draft.from !== "" && draft.to !== "";
  useEffect(() => {
    if (!isReady) return undefined;
    const timer = setTimeout(() => {
      const parsed: unknown = JSON.parse(written);
      if (typeof parsed === "object" && parsed !== null) mutate({ workspaceId: workspace.id, written: { ...parsed } });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isReady, mutate, workspace.id, written]);
  const faults = new Map((data?.faults ?? []).map(({ field, message }) => [field, message]));
  for (const [field, message] of typed) faults.set(field, message);
  return { faults, check: data, isChecking: isPending };
}
