"use client";

import { Button } from "@ballast/ui/primitives/button";
import { Panel } from "@ballast/ui/primitives/panel";
import dynamic from "next/dynamic";
import { useState } from "react";

/** Its script comes when it is first asked for. */
const PasswordDialog = dynamic(() => import("./password-dialog.tsx").then((file) => file.PasswordDialog), { ssr: false });

function changedText(endedSessions: number): string {
  if (endedSessions === 0) return "Your password is changed. You were signed in nowhere else.";
  return `Your password is changed. ${endedSessions} other session${endedSessions === 1 ? " was" : "s were"} ended.`;
}

/** One's own password: changed here, and said so here. */
export function PasswordPanel() {
  const [isAsked, setAsked] = useState(false);
  const [ended, setEnded] = useState<number | undefined>(undefined);
  return (
    <Panel
      title="Password"
      actions={
        <Button size="dense" onClick={() => setAsked(true)}>
          Change password
        </Button>
      }
    >
      <p role="status" className="text-13 text-ink-muted">
        {ended === undefined
          ? "Changing it signs you out everywhere else. Wrong tries count as failed sign-ins; the change stands in the audit log."
          : changedText(ended)}
      </p>
      {isAsked && (
        <PasswordDialog
          onClose={() => setAsked(false)}
          onChanged={(endedSessions) => {
            setAsked(false);
            setEnded(endedSessions);
          }}
        />
      )}
    </Panel>
  );
}
