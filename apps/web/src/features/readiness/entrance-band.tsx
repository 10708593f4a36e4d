"use client";

import { NowProvider } from "@ballast/ui/primitives/now-provider";
import { TroubleBand } from "./trouble-band.tsx";
import { useTrouble } from "./use-trouble.ts";

/** The band of pages outside a workspace, where nothing is known of whose money it is. Nothing while all is well. */
export function EntranceBand() {
  const trouble = useTrouble(undefined);
  if (trouble === undefined) return null;
  return (
    <NowProvider>
      <TroubleBand trouble={trouble} />
    </NowProvider>
  );
}
