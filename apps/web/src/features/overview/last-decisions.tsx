"use client";

import { Panel } from "@ballast/ui/primitives/panel";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import { useSteadyRows } from "@ballast/ui/table/use-steady-rows";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { decisionKey } from "../decisions/decision-key.ts";
import { decisionReason } from "../decisions/decision-words.ts";
import { OutcomeBadge } from "../decisions/outcome-badge.tsx";
import { receiptPath } from "../receipt/receipt-path.ts";
import type { DecisionRow } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";

/** What it did last and why, in words; each leads to its receipt. */
export function LastDecisions({ decisions }: { readonly decisions: readonly DecisionRow[] }) {
  const { workspace } = useWorkspace();
  const { rows, holders } = useSteadyRows({ rows: decisions, rowKey: decisionKey, listKey: "" });
  const all = (
    <NavLink href={workspacePath(workspace.key, "decisions")} className="quiet-link text-13">
      All decisions
    </NavLink>
  );
  return (
    <Panel title="Last decisions" actions={all} isFlush>
      {rows.length === 0 ? (
        <p className="px-3 py-4 text-13 text-ink-muted">None yet. The first comes with the next close.</p>
      ) : (
        <ol {...holders}>
          {rows.map((row, place) => (
            // By place: a new decision changes the words of each line instead of moving the lines.
            <li key={place} className="border-b border-line last:border-b-0">
              <NavLink
                href={workspacePath(workspace.key, receiptPath(row))}
                className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-1.5 text-13 hover:bg-hover md:h-8 md:grid-cols-[132px_88px_minmax(0,1fr)_auto] md:py-0"
              >
                <span className="text-ink-muted max-md:order-3 max-md:text-12">
                  <Timestamp atMs={row.atMs} />
                </span>
                <span className="max-md:order-2 max-md:justify-self-end">
                  <OutcomeBadge outcome={row.outcome} />
                </span>
                <span title={decisionReason(row)} className="truncate text-ink max-md:order-1">
                  {decisionReason(row)}
                </span>
                <span className="truncate text-right text-ink-muted max-md:order-4 max-md:text-12">{row.accountName}</span>
              </NavLink>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
