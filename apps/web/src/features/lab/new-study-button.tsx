"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Plus } from "lucide-react";
import { useRight, useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { NavLink } from "../shell/nav-link.tsx";

/** Leads to the form; whose role does not reach so far sees why. */
export function NewStudyButton() {
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  if (!right.isAllowed)
    return (
      <Button tone="primary" disabled title={right.reason}>
        <Plus aria-hidden="true" />
        New study
      </Button>
    );
  return (
    <Button tone="primary" asChild>
      <NavLink href={workspacePath(workspace.key, "lab/new")}>
        <Plus aria-hidden="true" />
        New study
      </NavLink>
    </Button>
  );
}
