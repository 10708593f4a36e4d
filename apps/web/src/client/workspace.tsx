"use client";
import { createContext, use, type ReactNode } from "react";
import type { Me, WorkspaceRef } from "../server/contract/session.ts";
import type { Permission, Role } from "../server/permissions.ts";

type CurrentWorkspace = { readonly workspace: WorkspaceRef; readonly me: Me };

const WorkspaceContext = createContext<CurrentWorkspace | undefined>(undefined);

export function WorkspaceProvider({ current, children }: { readonly current: CurrentWorkspace; readonly children: ReactNode }) {
  return <WorkspaceContext value={current}>{children}</WorkspaceContext>;
}

/** The workspace of the address (/w/<key>/…) and who is signed in. Only beneath `WorkspaceGate`. */
export function useWorkspace(): CurrentWorkspace {
  const current = use(WorkspaceContext);
  if (current === undefined) throw new Error("useWorkspace is called outside a workspace");
  return current;
}

/** Address of a page in the current workspace: `workspacePath("demo", "accounts")`. */
export function workspacePath(workspaceKey: string, path: string): string {
  return `/w/${workspaceKey}/${path}`;
}

type Right = {
  readonly isAllowed: boolean;
  /** Why not, in words; undefined where it is allowed. */
  readonly reason: string | undefined;
};

function inWords(role: Role): string {
  return role.replace("_", " ");
}

/** Whether the asker may, and if not why: what may be seen but not done is shown with its reason. The server decides again. */
export function useRight(permission: Permission): Right {
  const { me, workspace } = useWorkspace();
  const roles = me.rolesByPermission[permission];
  if (roles.includes(workspace.role)) return { isAllowed: true, reason: undefined };
  return { isAllowed: false, reason: `Takes the role ${roles.map(inWords).join(", ")}; yours is ${inWords(workspace.role)}.` };
}
