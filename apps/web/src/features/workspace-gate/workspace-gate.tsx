"use client";

import { useQuery } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { ErrorState } from "@ballast/ui/primitives/error-state";
import { useEffect, useMemo, type ReactNode } from "react";
import { useTRPC } from "../../client/trpc.ts";
import { failureText } from "../../client/was-refused.ts";
import { WorkspaceProvider } from "../../client/workspace.tsx";
import { EntranceBand } from "../readiness/entrance-band.tsx";
import { FrameSkeleton } from "./frame-skeleton.tsx";

/** A revoked session's page is gone within five seconds: this often it asks, and an answer is two seconds old at most. */
const SESSION_ASKED_MS = 2_000;

type WorkspaceGateProps = { readonly workspaceKey: string; readonly children: ReactNode };

function isSignedOut(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const data: unknown = error.data;
  return typeof data === "object" && data !== null && "code" in data && data.code === "UNAUTHORIZED";
}

/** Leads to signing in, and back here afterwards. */
function leaveToSignIn(): void {
  const next = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

/** Lets in who is signed in and belongs to the workspace of the address; everything beneath knows both. */
export function WorkspaceGate({ workspaceKey, children }: WorkspaceGateProps) {
  const trpc = useTRPC();
  const me = useQuery(trpc.session.me.queryOptions(undefined, { refetchInterval: SESSION_ASKED_MS }));
  const hasEnded = isSignedOut(me.error);
  useEffect(() => {
    if (hasEnded) leaveToSignIn();
  }, [hasEnded]);

  const workspace = me.data?.workspaces.find(({ key }) => key === workspaceKey);
  const current = useMemo(
    () => (me.data === undefined || workspace === undefined ? undefined : { me: me.data, workspace }),
    [me.data, workspace],
  );

  if (current !== undefined && !hasEnded) return <WorkspaceProvider current={current}>{children}</WorkspaceProvider>;
  if (me.data !== undefined && !hasEnded) return <NoSuchWorkspace />;
  if (me.error !== null && !hasEnded)
    return (
      <>
        <EntranceBand />
        <ErrorState what="Ballast does not answer" why={failureText(me.error)} onRetry={() => void me.refetch()} />
      </>
    );
  return <FrameSkeleton />;
}

function NoSuchWorkspace() {
  return (
    <EmptyState
      title="You do not belong to this workspace"
      action={
        <Button asChild>
          <a href="/api/enter">Go to your own</a>
        </Button>
      }
    >
      It may have another name by now, or your membership has ended.
    </EmptyState>
  );
}
