"use client";

import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

const TICK_MS = 1_000;

type Clock = { readonly read: () => number | undefined };

const NowContext = createContext<number | undefined>(undefined);
const ClockContext = createContext<Clock>({ read: () => undefined });

/** One ticking clock for all ages on the page. Undefined until the page is alive, so that server and browser agree on the first paint. */
export function NowProvider({ children }: { readonly children: ReactNode }) {
  const [nowMs, setNowMs] = useState<number | undefined>(undefined);
  const latest = useRef<number | undefined>(undefined);
  const clock = useMemo<Clock>(() => ({ read: () => latest.current }), []);
  useEffect(() => {
    const tick = (): void => {
      latest.current = Date.now();
      setNowMs(latest.current);
    };
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return (
    <ClockContext value={clock}>
      <NowContext value={nowMs}>{children}</NowContext>
    </ClockContext>
  );
}

/** Wall-clock milliseconds, once a second; undefined before the first tick. Whoever calls this is drawn anew each second. */
export function useNow(): number | undefined {
  return use(NowContext);
}

/** The same clock to read when something happens: a table of times must not be drawn anew each second for what stands on hover. */
export function useClock(): Clock {
  return use(ClockContext);
}
