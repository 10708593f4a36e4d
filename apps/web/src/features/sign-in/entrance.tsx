import type { ReactNode } from "react";
import { EntranceBand } from "../readiness/entrance-band.tsx";
import { Brand } from "./brand.tsx";

type EntranceProps = { readonly title: string; readonly lead: ReactNode; readonly children: ReactNode; readonly foot?: ReactNode };

/** The frame of the pages before a workspace: one column, one form. */
export function Entrance({ title, lead, children, foot }: EntranceProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <EntranceBand />
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-4 px-4 py-10">
        <Brand />
        <div className="rounded border border-line bg-surface p-4">
          <h1 className="text-20 font-semibold text-ink">{title}</h1>
          <div className="mt-1 mb-4 min-h-5 text-13 text-ink-muted">{lead}</div>
          {children}
        </div>
        {foot !== undefined && <div className="text-13 text-ink-muted">{foot}</div>}
      </main>
    </div>
  );
}
