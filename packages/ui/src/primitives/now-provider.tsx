"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";

const TICK_MS = 1_000;

const NowContext = createContext<number | undefined>(undefined);

/** One ticking clock for all ages on the page. Undefined until the page is alive, so that server and browser agree on the first paint. */
export function NowProvider({ children }: { readonly children: ReactNode }) {
  const [nowMs, setNowMs] = useState<number | undefined>(undefined);
  useEffect(() => {
    const tick = (): void => setNowMs(Date.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return <NowContext value={nowMs}>{children}</NowContext>;
}

/** Wall-clock milliseconds, once a second; undefined before the first tick. */
export function useNow(): number | undefined {
  return use(NowContext);
}
