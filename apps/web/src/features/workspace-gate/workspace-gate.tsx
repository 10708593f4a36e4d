"use client";

import { useQuery } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { formatUtc } from "@ballast/ui/format/time";
import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { ErrorState } from "@ballast/ui/primitives/error-state";
import { useEffect, useMemo, useState, type ReactNode } from "react";
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
  const me = useQuery(
    trpc.session.me.queryOptions(undefined, { refetchInterval: ({ state }) => (isSignedOut(state.error) ? false : SESSION_ASKED_MS) }),
  );
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
  // Each new try clears the error: what was said stays until an answer comes.
  if (me.errorUpdateCount > 0 && !hasEnded)
    return <NoAnswer error={me.error} failedMs={me.errorUpdatedAt} onRetry={() => void me.refetch()} />;
  return <FrameSkeleton />;
}

type NoAnswerProps = {
  readonly error: { readonly message: string } | null;
  /** When the last question failed. The first of them stays on the page. */
  readonly failedMs: number;
  readonly onRetry: () => void;
};

/** Stands from the first question that failed until one is answered. */
function NoAnswer({ error, failedMs, onRetry }: NoAnswerProps) {
  const [since] = useState(() => formatUtc(failedMs));
  const [words] = useState(() => failureText(error ?? { message: "" }));
  return (
    <>
      <EntranceBand />
      <ErrorState what="Ballast does not answer" why={`Since ${since} UTC. ${words} It is tried again by itself.`} onRetry={onRetry} />
    </>
  );
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
