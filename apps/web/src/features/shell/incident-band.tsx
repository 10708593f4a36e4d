"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Band } from "@ballast/ui/primitives/band";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import { receiptPath } from "../receipt/receipt-path.ts";
import type { Incident } from "./answers.ts";
import { NavLink } from "./nav-link.tsx";

/** Until the finding is closed by whoever runs the installation, on whose machine the rows are. */
const ENDS = "Whoever runs the installation closes it: npx ballast incidents.";

function placeOf({ accountId, runId, receiptSeq }: Incident): string {
  return receiptSeq === undefined ? `accounts/${accountId}` : receiptPath({ accountId, runId, receiptSeq });
}

/** What is stored is not what it should be: what, since when, and where to look. The oldest in words, the others counted. */
export function IncidentBand({ incidents }: { readonly incidents: readonly Incident[] }) {
  const { workspace } = useWorkspace();
  const [incident, ...others] = incidents;
  if (incident === undefined) return null;
  const { title, detail, openedAtMs } = incident;
  const since = `Incident since ${formatUtc(openedAtMs)}:`;
  return (
    <Band tone="halted" title={title} detail={`${since} ${detail} ${ENDS}`}>
      <span className="flex min-w-0 items-baseline gap-x-1.5">
        <span className="shrink-0 max-sm:hidden">{since}</span>
        <span className="min-w-0 truncate text-ink">{detail}</span>
        <span className="shrink-0 max-[1600px]:hidden">{ENDS}</span>
        <NavLink href={workspacePath(workspace.key, placeOf(incident))} className="shrink-0 font-medium text-ink underline">
          Look
        </NavLink>
        {others.length > 0 && (
          <NavLink href={workspacePath(workspace.key, "overview")} className="shrink-0 font-medium text-ink underline">
            {`${others.length} more`}
          </NavLink>
        )}
      </span>
    </Band>
  );
}
