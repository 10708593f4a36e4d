"use client";

import { NowProvider } from "@ballast/ui/primitives/now-provider";
import type { ReactNode } from "react";
import { BottomBar } from "./bottom-bar.tsx";
import { LiveProvider } from "./live-provider.tsx";
import { Rail } from "./rail.tsx";
import { StateBand } from "./state-band.tsx";
import { TopBar } from "./top-bar.tsx";

/** The frame of every page in a workspace: sections, bar, state, and one page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <NowProvider>
      <LiveProvider>
        <a
          href="#page"
          className="sr-only z-50 rounded bg-accent-solid px-3 py-1.5 text-13 text-on-solid focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the page
        </a>
        <div className="flex min-h-dvh print:block print:min-h-0">
          <div className="contents print:hidden">
            <Rail />
          </div>
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="contents print:hidden">
              <TopBar />
              <StateBand />
            </div>
            <main
              id="page"
              tabIndex={-1}
              className="mx-auto w-full max-w-[1440px] min-w-0 flex-1 p-3 pb-20 outline-none md:p-4 print:max-w-none print:p-0"
            >
              {children}
            </main>
          </div>
        </div>
        <div className="contents print:hidden">
          <BottomBar />
        </div>
      </LiveProvider>
    </NowProvider>
  );
}
