"use client";

import { Badge } from "@ballast/ui/primitives/badge";
import { Age } from "@ballast/ui/primitives/age";
import { Button } from "@ballast/ui/primitives/button";
import { DataTable } from "@ballast/ui/primitives/data-table";
import { Panel } from "@ballast/ui/primitives/panel";
import { SkeletonRows } from "@ballast/ui/primitives/skeleton-rows";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../client/trpc.ts";
import type { SessionRow } from "../../server/contract/session.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { FormProblem } from "../sign-in/form-problem.tsx";
import { browserOf } from "./browser-of.ts";
import { PasswordPanel } from "./password-panel.tsx";

function columnsOf(of: { readonly isBusy: boolean; readonly onRevoke: (sessionId: string) => void }): readonly Column<SessionRow>[] {
  return [
    {
      key: "browser",
      header: "Browser",
      isFlexible: true,
      value: ({ userAgent }) => browserOf(userAgent),
      cell: (session) => (
        <span className="flex min-w-0 items-center gap-2" title={session.userAgent}>
          <span className="truncate">{browserOf(session.userAgent)}</span>
          {session.isCurrent && (
            <span className="shrink-0">
              <Badge tone="accent">this one</Badge>
            </span>
          )}
        </span>
      ),
    },
    {
      key: "seen",
      header: "Last seen",
      value: ({ lastSeenAtMs }) => lastSeenAtMs,
      cell: ({ lastSeenAtMs }) => <Age atMs={lastSeenAtMs} />,
    },
    {
      key: "opened",
      header: "Signed in",
      unit: "UTC",
      value: ({ createdAtMs }) => createdAtMs,
      cell: ({ createdAtMs }) => <Timestamp atMs={createdAtMs} />,
      isWide: true,
    },
    {
      key: "expires",
      header: "Expires",
      unit: "UTC",
      value: ({ expiresAtMs }) => expiresAtMs,
      cell: ({ expiresAtMs }) => <Timestamp atMs={expiresAtMs} />,
      isWide: true,
    },
    {
      key: "acts",
      header: "Change",
      isSortable: false,
      align: "right",
      value: () => undefined,
      cell: ({ id }) => (
        <Button size="dense" tone="quiet" disabled={of.isBusy} onClick={() => of.onRevoke(id)}>
          Revoke
        </Button>
      ),
    },
  ];
}

/** Where one is signed in, and how to end it there. A revoked session is out within five seconds. */
export function SessionsScreen() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.session.list.queryOptions());
  const onSettled = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.session.pathKey() });
  const revoke = useMutation(trpc.session.revoke.mutationOptions({ onSettled }));
  const revokeAll = useMutation(trpc.session.revokeAll.mutationOptions({ onSettled }));
  const isBusy = revoke.isPending || revokeAll.isPending;
  const elsewhere = (
    <Button size="dense" disabled={isBusy || (sessions.data?.length ?? 0) < 2} onClick={() => revokeAll.mutate({ exceptCurrent: true })}>
      Sign out elsewhere
    </Button>
  );
  const everywhere = (
    <Button tone="danger" disabled={isBusy} onClick={() => revokeAll.mutate({ exceptCurrent: false })}>
      Sign out everywhere
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Your sessions"
        state={
          sessions.data === undefined ? undefined : `Signed in at ${sessions.data.length} place${sessions.data.length === 1 ? "" : "s"}`
        }
        action={everywhere}
      />
      <FormProblem text={revoke.error?.message ?? revokeAll.error?.message} />
      <QueryView
        query={sessions}
        what="Your sessions"
        loading={
          <Panel title="Where you are signed in" isFlush>
            <SkeletonRows count={2} label="Loading sessions" />
          </Panel>
        }
      >
        {(rows) => (
          <Panel title="Where you are signed in" actions={elsewhere} isFlush>
            <DataTable
              caption="Your sessions"
              columns={columnsOf({ isBusy, onRevoke: (sessionId) => revoke.mutate({ sessionId }) })}
              rows={rows}
              rowKey={({ id }) => id}
              hasToolbar={false}
            />
          </Panel>
        )}
      </QueryView>
      {/* It comes with the list above it, whatever its length, so that it is never pushed down. */}
      {!sessions.isPending && (
        <div className="mt-3">
          <PasswordPanel />
        </div>
      )}
    </>
  );
}
