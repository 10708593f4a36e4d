"use client";

import { Button } from "@ballast/ui/primitives/button";
import { FileText, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useRight, useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { StudyDetail } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { isAtWork } from "./study-words.ts";

const StopButton = dynamic(() => import("./stop-button.tsx").then((file) => file.StopButton), { ssr: false });

/** Opens the form with these terms; how a form is written comes with the press. */
function RunAgainButton({ spec }: { readonly spec: NonNullable<StudyDetail["spec"]> }) {
  const router = useRouter();
  const { workspace } = useWorkspace();
  const open = async (): Promise<void> => {
    const [{ addressOfDraft }, { draftOfSpec }] = await Promise.all([import("./draft-address.ts"), import("./study-draft.ts")]);
    router.push(workspacePath(workspace.key, `lab/new?${addressOfDraft(draftOfSpec(spec))}`));
  };
  return (
    <Button onClick={() => void open()}>
      <RotateCcw aria-hidden="true" />
      <span className="max-sm:sr-only">Run again</span>
    </Button>
  );
}

/** What can be done with a study: stop it, print it, ask it again with other terms. */
export function StudyActions({ study }: { readonly study: StudyDetail }) {
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  if (isAtWork(study)) return <StopButton study={study} />;
  return (
    <>
      {study.spec !== undefined && right.isAllowed && <RunAgainButton spec={study.spec} />}
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
