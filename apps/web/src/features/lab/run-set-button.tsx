"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Play } from "lucide-react";
import { useRight, useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { StudyDetail } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { addressOfDraft } from "./draft-address.ts";
import { draftOfSpec } from "./study-draft.ts";

type RunSetButtonProps = { readonly study: StudyDetail; readonly parameters: Readonly<Record<string, number>> };

/** Opens the form with one set of a sweep: a point has figures, a backtest has trades. */
export function RunSetButton({ study, parameters }: RunSetButtonProps) {
  const { workspace } = useWorkspace();
  const right = useRight("lab.run");
  if (study.spec === undefined || !right.isAllowed) return null;
  const draft = { ...draftOfSpec(study.spec), kind: "backtest" as const, title: "" };
  const texts = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const href = workspacePath(workspace.key, `lab/new?${addressOfDraft({ ...draft, parameters: { ...draft.parameters, ...texts } })}`);
  return (
    <Button asChild>
      <NavLink href={href}>
        <Play aria-hidden="true" />
        Backtest this set
      </NavLink>
    </Button>
  );
}
