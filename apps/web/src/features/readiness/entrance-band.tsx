"use client";

import { NowProvider } from "@ballast/ui/primitives/now-provider";
import type { ReactNode } from "react";
import { TroubleBand } from "./trouble-band.tsx";
import { useTrouble } from "./use-trouble.ts";

/** The band of pages outside a workspace, where nothing is known of whose money it is. While all is well, what it stands in for. */
export function EntranceBand({ children = null }: { readonly children?: ReactNode }) {
  const trouble = useTrouble(undefined);
  if (trouble === undefined) return children;
  return (
    <NowProvider>
      <TroubleBand trouble={trouble} />
    </NowProvider>
  );
}
