"use client";

import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtcDate } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { Button } from "@ballast/ui/primitives/button";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useRight } from "../../client/workspace.tsx";
import type { HoldoutView } from "../shell/answers.ts";
import { DeclareHoldoutDialog } from "./declare-holdout-dialog.tsx";
import { OpenHoldoutDialog } from "./open-holdout-dialog.tsx";
import { datasetText } from "./study-words.ts";

function HoldoutLine({ holdout, onOpen }: { readonly holdout: HoldoutView; readonly onOpen: () => void }) {
  const right = useRight("lab.run");
  const { opened } = holdout;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 text-13 last:border-0">
      {opened === undefined ? (
        <Badge tone="good" icon={<Lock aria-hidden="true" />}>
          Closed
        </Badge>
      ) : (
        <Badge tone="warn" icon={<LockOpen aria-hidden="true" />}>
          Opened
        </Badge>
      )}
      <span className="font-medium">{datasetText(holdout)}</span>
      <span>from {formatUtcDate(holdout.fromMs)} on</span>
      <span className="text-ink-muted">
        kept by {holdout.declaredBy}, <Timestamp atMs={holdout.declaredAtMs} />: {holdout.reason}
      </span>
      {opened === undefined ? (
        <Button size="dense" className="ml-auto" disabled={!right.isAllowed} title={right.reason} onClick={onOpen}>
          Open for good
        </Button>
      ) : (
        <span className="ml-auto text-warn">
          {opened.by}, <Timestamp atMs={opened.atMs} />: {opened.reason}
          {holdout.looks > 0 && `; ${formatCount(holdout.looks)} ${holdout.looks === 1 ? "look" : "looks"} since`}
        </span>
      )}
    </li>
  );
}

/** The last stretches of datasets that nobody has looked at: the only honest test that is left after many trials. */
export function HoldoutPanel({ holdouts }: { readonly holdouts: readonly HoldoutView[] }) {
  const right = useRight("lab.run");
  const [asked, setAsked] = useState<HoldoutView | "new" | undefined>(undefined);
  const declare = (
    <Button size="dense" disabled={!right.isAllowed} title={right.reason} onClick={() => setAsked("new")}>
      <Lock aria-hidden="true" />
      Keep a stretch unseen
    </Button>
  );
  return (
    <Panel title="Holdouts" note="no study may look beyond the line until it is opened, once" actions={declare} isFlush>
      {holdouts.length === 0 ? (
        <EmptyState icon={<Lock aria-hidden="true" />} title="No stretch is kept unseen">
          Keep the last months of a dataset from every study. What is chosen without them can be tested on them, once.
        </EmptyState>
      ) : (
        <ul>
          {holdouts.map((holdout) => (
            <HoldoutLine key={holdout.id} holdout={holdout} onOpen={() => setAsked(holdout)} />
          ))}
        </ul>
      )}
      {asked === "new" && <DeclareHoldoutDialog onClose={() => setAsked(undefined)} />}
      {asked !== undefined && asked !== "new" && <OpenHoldoutDialog holdout={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}
