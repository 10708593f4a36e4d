import type { Metadata } from "next";
import { NoWorkspaceScreen } from "../../features/sign-in/no-workspace-screen.tsx";

export const metadata: Metadata = { title: "No workspace" };

export default function NoWorkspacePage() {
  return <NoWorkspaceScreen />;
}
