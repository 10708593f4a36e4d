"use client";

import { Button } from "@ballast/ui/primitives/button";
import { FileText, RotateCcw } from "lucide-react";
import { useRight, useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { StudyDetail } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { StopButton } from "./stop-button.tsx";
import { addressOfDraft, draftOfSpec } from "./study-draft.ts";
import { isAtWork } from "./study-words.ts";

/** What can be done with a study: stop it, print it, ask it again with other terms. */
export function StudyActions({ study }: { readonly study: StudyDetail }) {
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  if (isAtWork(study)) return <StopButton study={study} />;
  return (
    <>
      {study.spec !== undefined && right.isAllowed && (
        <Button asChild>
          <NavLink href={workspacePath(workspace.key, `lab/new?${addressOfDraft(draftOfSpec(study.spec))}`)}>
            <RotateCcw aria-hidden="true" />
            <span className="max-sm:sr-only">Run again</span>
          </NavLink>
        </Button>
      )}
      {study.result?.kind === "backtest" && (
        <Button tone="primary" asChild>
          <NavLink href={workspacePath(workspace.key, `lab/${study.id}/tearsheet`)}>
            <FileText aria-hidden="true" />
            Tearsheet
          </NavLink>
        </Button>
      )}
    </>
  );
}
