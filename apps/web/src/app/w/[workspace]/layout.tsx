import type { ReactNode } from "react";
import { Shell } from "../../../features/shell/shell.tsx";
import { WorkspaceGate } from "../../../features/workspace-gate/workspace-gate.tsx";

type WorkspaceLayoutProps = { readonly params: Promise<{ readonly workspace: string }>; readonly children: ReactNode };

export default async function WorkspaceLayout({ params, children }: WorkspaceLayoutProps) {
  const { workspace } = await params;
  return (
    <WorkspaceGate workspaceKey={workspace}>
      <Shell>{children}</Shell>
    </WorkspaceGate>
  );
}
