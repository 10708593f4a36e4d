"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Entrance } from "./entrance.tsx";
import { signOut } from "../shell/sign-out.ts";

/** Signed in, but a member of nothing: the last membership has ended. */
export function NoWorkspaceScreen() {
  return (
    <Entrance title="No workspace" lead="You are signed in, but belong to no workspace. Ask an owner or admin for an invitation.">
      <Button onClick={() => void signOut()}>Sign out</Button>
    </Entrance>
  );
}
