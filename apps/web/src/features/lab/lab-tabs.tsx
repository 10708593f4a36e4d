"use client";

import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { TabLinks } from "../shell/tab-links.tsx";

/** Studies, and what all of them together cost in credibility. */
export function LabTabs({ current }: { readonly current: "studies" | "trials" }) {
  const { workspace } = useWorkspace();
  const tabs = [
    { value: "studies", label: "Studies", href: workspacePath(workspace.key, "lab") },
    { value: "trials", label: "Trials and holdouts", href: workspacePath(workspace.key, "lab/trials") },
  ];
  return <TabLinks label="Parts of the lab" tabs={tabs} current={current} />;
}
