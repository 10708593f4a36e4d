"use client";

import { formatUtc } from "@ballast/ui/format/time";
import { Band } from "@ballast/ui/primitives/band";
import { useRight, useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { Halt } from "./answers.ts";
import { haltReason, haltReleasers, haltStill, haltTitle } from "./halt-words.ts";
import { NavLink } from "./nav-link.tsx";
import { ReleaseButton } from "./release-button.tsx";

/**
 * The strongest halt in one line: what, since when, why, and who can end it. Of all of that only the
 * reason gives way where there is no room; the whole of it stands on the kill switch's page.
 */
export function HaltBand({ halts }: { readonly halts: readonly Halt[] }) {
  const { me, workspace } = useWorkspace();
  const release = useRight("halt.release");
  const [halt, ...others] = halts;
  if (halt === undefined) return null;
  const roles = me.rolesByPermission["halt.release"].map((role) => role.replace("_", " ")).join(", ");
  const releasers = haltReleasers(halt, roles);
  const since = `Since ${formatUtc(halt.sinceMs)} by ${halt.setBy}:`;
  const detail = `${since} ${haltReason(halt)} ${haltStill(halt)} To release: ${releasers}.`;
  return (
    <Band tone="halted" title={haltTitle(halt)} detail={detail} action={<ReleaseButton halt={halt} />}>
      <span className="flex min-w-0 items-baseline gap-x-1.5">
        <span className="shrink-0 max-sm:hidden">{since}</span>
        <span className="min-w-0 truncate text-ink">{haltReason(halt)}</span>
        <span className="shrink-0 max-[1400px]:hidden">{haltStill(halt)}</span>
        {!release.isAllowed && <span className="shrink-0 max-lg:hidden">To release: {releasers}.</span>}
        <NavLink href={workspacePath(workspace.key, "kill-switch")} className="shrink-0 font-medium text-ink underline">
          {others.length === 0 ? "Details" : `${others.length} more`}
        </NavLink>
      </span>
    </Band>
  );
}
